// Fetches this page again and puts the parts that changed in place. Nothing moves under the eyes, the finger or the
// keyboard of somebody: what is being typed stays, focus stays, a list waits with new rows until nobody touches it.
const readingMs = 15_000;
const focusable = 'a[href], button, summary, input, select, textarea';
let touchedAt = -readingMs;
let waiting = false;

/** Something changed: look soon, and once for many changes. */
export function plan() {
  if (waiting || document.hidden) return;
  waiting = true;
  setTimeout(() => { waiting = false; refresh(); }, 250);
}

/** Looks now. */
export async function refresh({ showNew = false } = {}) {
  const parts = document.querySelectorAll('[data-live]:not([data-live=never])');
  if (parts.length === 0) return;
  try {
    const answer = await fetch(location.href, { headers: { 'X-Noodlink-Refresh': '1' }, cache: 'no-store' });
    if (answer.status === 401) return location.reload();
    if (answer.redirected && isShut(answer.url)) return shut(answer.url);
    document.body.removeAttribute('data-shut');
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of parts) {
      const news = fresh.getElementById(part.id);
      if (!news || !part.isConnected) continue;
      if (part.dataset.live === 'list') refreshList(part, news, showNew);
      else if (part.dataset.live === 'rows') refreshRows(part, news);
      else replace(part, news);
    }
    document.dispatchEvent(new Event('noodlink:refreshed'));
  } catch {
    // No connection: the banner will say so.
  }
}

// Somebody covered the screen, uncovered it, or closed what the PIN opened, here or in another tab.
function isShut(address) {
  return ['/aanmelden', '/afgedekt'].includes(new URL(address).pathname) || document.body.hasAttribute('data-cover');
}

// What is being typed here is not thrown away: it is hidden, and stands there again when the screen is uncovered.
function shut(address) {
  if (document.querySelector('[data-touched]')) document.body.setAttribute('data-shut', '');
  else location.assign(address);
}

// The hidden fields of a form are new on every page; by themselves they are no news. What a script wrote is not either.
function bare(part) {
  const copy = part.cloneNode(true);
  for (const field of copy.querySelectorAll('input[type=hidden], [data-live=never]')) field.remove();
  return copy;
}

function replace(part, news) {
  if (bare(part).isEqualNode(bare(news))) return;
  if (part.querySelector('[data-touched]')) return;
  const place = [...part.querySelectorAll(focusable)].indexOf(document.activeElement);
  if (place >= 0 && document.activeElement.matches('input, select, textarea')) return;
  for (const open of part.querySelectorAll('details[open][id]')) {
    news.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute('open', '');
  }
  for (const kept of part.querySelectorAll('[data-live=never][id]')) {
    news.querySelector(`#${CSS.escape(kept.id)}`)?.replaceWith(kept);
  }
  part.replaceWith(document.adoptNode(news));
  if (place >= 0) news.querySelectorAll(focusable)[place]?.focus({ preventScroll: true });
}

// A list of rows with ids: a row that did not change stays the element that it is, wherever it goes.
function refreshRows(list, news) {
  const known = new Map([...list.children].map(row => [row.id, row]));
  let place = list.firstElementChild;
  for (const fresh of [...news.children]) {
    const old = known.get(fresh.id);
    known.delete(fresh.id);
    if (old && old.isEqualNode(fresh)) {
      if (old === place) place = place.nextElementSibling; else list.insertBefore(old, place);
      continue;
    }
    const focused = old?.contains(document.activeElement);
    const row = document.adoptNode(fresh);
    if (old === place && old) place = old.nextElementSibling;
    if (old) old.replaceWith(row);
    if (!old || row.nextElementSibling !== place) list.insertBefore(row, place);
    if (focused) row.querySelector(focusable)?.focus({ preventScroll: true });
  }
  for (const gone of known.values()) gone.remove();
}

function refreshList(list, news, showNew) {
  const known = new Set([...list.children].map(row => row.id));
  const added = [...news.children].filter(row => !known.has(row.id)).length;
  const sameOrder = added === 0 && list.children.length === news.children.length
    && [...list.children].every((row, place) => row.id === news.children[place].id);
  if (sameOrder || showNew || performance.now() - touchedAt >= readingMs) {
    if (sameOrder) for (const row of [...list.children]) updateRow(row, news);
    else list.replaceChildren(...[...news.children].map(row => document.adoptNode(row)));
    return offer(list, 0);
  }
  for (const row of [...list.children]) updateRow(row, news);
  offer(list, added);
}

function updateRow(row, news) {
  const same = news.querySelector(`#${CSS.escape(row.id)}`);
  if (same && !same.isEqualNode(row) && !row.contains(document.activeElement)) {
    row.replaceWith(document.adoptNode(same.cloneNode(true)));
  }
}

function offer(list, added) {
  const place = document.getElementById(`${list.id}-nieuw`);
  if (!place) return;
  place.hidden = added === 0;
  place.firstElementChild.textContent = added === 1 ? document.body.dataset.newOne
    : document.body.dataset.newMore.replace('{0}', added);
}

for (const name of ['pointerdown', 'pointermove', 'wheel', 'keydown', 'scroll', 'touchstart']) {
  document.addEventListener(name, () => { touchedAt = performance.now(); }, { passive: true, capture: true });
}
document.addEventListener('input', event => event.target.closest('form')?.setAttribute('data-touched', ''));
