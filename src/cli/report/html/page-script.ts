/**
 * What the page does when scripts may run: it sorts and filters the rows that are there, opens and closes folds, and
 * changes colours. It makes no HTML, so nothing hostile can become any.
 */
export const PAGE_SCRIPT = `
(() => {
  'use strict';
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  root.classList.add('scripts');

  const theme = byId('theme');
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === 'dark' : Boolean(window.matchMedia?.('(prefers-color-scheme: dark)').matches);
  const nameTheme = () => {
    theme.textContent = isDark() ? 'Light' : 'Dark';
    theme.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
  };
  theme.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    nameTheme();
  });
  nameTheme();

  const table = byId('agent-table');
  if (table) {
    const PAGE = 500;
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const rest = byId('more-agents');
    const all = [...body.rows, ...(rest ? rest.content.querySelectorAll('tr') : [])];
    const texts = new Map();
    let sorted = all;
    let limit = PAGE;

    const textOf = (row) => {
      if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
      return texts.get(row);
    };
    const keyOf = (row, column) => {
      const cell = row.cells[column];
      return cell.dataset.v === undefined ? cell.textContent.toLowerCase() : Number(cell.dataset.v);
    };
    const show = () => {
      const wanted = byId('filter').value.trim().toLowerCase();
      const status = byId('status').value;
      const matching = sorted.filter(
        (row) => (status === '' || row.dataset.s === status) && (wanted === '' || textOf(row).includes(wanted)),
      );
      const rows = document.createDocumentFragment();
      for (const row of matching.slice(0, limit)) rows.append(row);
      body.replaceChildren(rows);
      const some = matching.length === all.length ? '' : matching.length.toLocaleString('en-US') + ' of ';
      const cut = matching.length > limit ? ', the first ' + limit.toLocaleString('en-US') + ' shown' : '';
      byId('shown').textContent = some + all.length.toLocaleString('en-US') + ' agents' + cut;
      byId('more').hidden = matching.length <= limit;
    };
    const sortBy = (column) => {
      const head = heads[column];
      const first = head.classList.contains('number') && column > 0 ? 'descending' : 'ascending';
      const before = head.getAttribute('aria-sort');
      const order = before === null ? first : before === 'ascending' ? 'descending' : 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order);
      const sign = order === 'ascending' ? 1 : -1;
      const keyed = all.map((row) => ({ row, key: keyOf(row, column) }));
      keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0));
      sorted = keyed.map(({ row }) => row);
      show();
    };
    heads.forEach((head, column) => head.firstElementChild.addEventListener('click', () => sortBy(column)));
    const restart = () => {
      limit = PAGE;
      show();
    };
    byId('filter').addEventListener('input', restart);
    byId('status').addEventListener('change', restart);
    byId('filter').form.addEventListener('submit', (event) => event.preventDefault());
    byId('more').addEventListener('click', () => {
      limit += PAGE;
      show();
    });
    show();
  }

  const foldAll = (open) => {
    for (const fold of document.querySelectorAll('#conversations .conversation, #conversations .rest')) fold.open = open;
  };
  byId('unfold')?.addEventListener('click', () => foldAll(true));
  byId('fold')?.addEventListener('click', () => foldAll(false));

  const openTarget = () => {
    const target = byId(location.hash.slice(1));
    if (!target) return;
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    target.scrollIntoView?.({ block: 'center' });
  };
  window.addEventListener('hashchange', openTarget);
  openTarget();
})();
`;
