/** Whether a model may link there: to the web and to mail, and not to files, scripts and data. */
export function isWebLink(url: string): boolean {
  return /^(https?|mailto):/i.test(url.trim());
}
