/** Work beside the calls of the script that has to be done before the run may end or be carried on elsewhere. */
export class Chores {
  private open = 0;

  /** `work` must not reject. */
  add(work: Promise<void>): void {
    this.open++;
    void work.then(() => this.open--);
  }

  areDone(): boolean {
    return this.open === 0;
  }
}
