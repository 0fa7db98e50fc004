// Keeps the open page up to date, and says so when it is not. Without this script every page still works.
'use strict';

(() => {
  const staleAfterMs = 15_000;
  const refreshEveryPings = 3;
  const readingMs = 15_000;
  const banner = document.getElementById('niet-bijgewerkt');
  if (!document.body.hasAttribute('data-live-page') || !banner) return;

  let clock = document.body.dataset.clock;
  let heardAt = performance.now();
  let touchedAt = -readingMs;
  let pings = 0;
  let waiting = false;
  let showNew = false;

  // ---- Is what stands here still true?

  function heard(event) {
    clock = JSON.parse(event.data).clock;
    heardAt = performance.now();
    banner.hidden = true;
    pings += 1;
    if (pings % refreshEveryPings === 0) plan();
  }

  setInterval(() => {
    if (performance.now() - heardAt < staleAfterMs) return;
    banner.textContent = `Dit scherm is niet bijgewerkt sinds ${clock}`;
    banner.hidden = false;
  }, 1000);

  // ---- Listening

  let events = null;
  let closing = 0;

  function listen() {
    if (events) return;
    events = new EventSource('/api/events?screen=1');
    events.addEventListener('ping', heard);
    for (const name of ['message', 'status', 'reset']) events.addEventListener(name, plan);
    events.addEventListener('error', () => {
      if (events?.readyState !== EventSource.CLOSED) return;
      events = null;
      setTimeout(listen, 3000);
    });
  }

  // A browser keeps six connections to one station. A page that nobody looks at gives its own back, so that the seventh
  // page still opens; it listens again as soon as somebody looks.
  document.addEventListener('visibilitychange', () => {
    clearTimeout(closing);
    if (document.hidden) {
      closing = setTimeout(() => { events?.close(); events = null; }, 20_000);
    } else {
      listen();
      plan();
    }
  });

  // ---- Refreshing parts of the page

  function plan() {
    if (waiting) return;
    waiting = true;
    setTimeout(refresh, 250);
  }

  async function refresh() {
    waiting = false;
    try {
      const answer = await fetch(location.href, { headers: { 'X-Noodlink-Refresh': '1' }, cache: 'no-store' });
      if (answer.status === 401) return location.reload();
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const part of document.querySelectorAll('[data-live]')) {
        const news = fresh.getElementById(part.id);
        if (!news) continue;
        if (part.dataset.live === 'list') refreshList(part, news);
        else replace(part, news);
      }
      showNew = false;
    } catch {
      // No connection: the banner will say so.
    }
  }

  // The hidden fields of a form are new on every page; by themselves they are no news.
  function bare(part) {
    const copy = part.cloneNode(true);
    for (const field of copy.querySelectorAll('input[type=hidden]')) field.remove();
    return copy;
  }

  // What somebody is typing in stays as it is, and who goes by keyboard stays where they were.
  function replace(part, news) {
    if (bare(part).isEqualNode(bare(news))) return;
    if (part.querySelector('[data-touched]')) return;
    const focusable = 'a[href], button, summary, input, select, textarea';
    const place = [...part.querySelectorAll(focusable)].indexOf(document.activeElement);
    if (place >= 0 && document.activeElement.matches('input, select, textarea')) return;
    for (const open of part.querySelectorAll('details[open][id]')) news.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute('open', '');
    part.replaceWith(document.adoptNode(news));
    if (place >= 0) news.querySelectorAll(focusable)[place]?.focus();
  }

  // A list never jumps under the eyes or the finger of somebody who reads: rows change where they stand, and new ones
  // wait behind a button until it is pressed or nobody has touched the screen for a while.
  function refreshList(list, news) {
    const known = new Set([...list.children].map(row => row.id));
    const added = [...news.children].filter(row => !known.has(row.id)).length;
    const sameOrder = added === 0 && list.children.length === news.children.length
      && [...list.children].every((row, place) => row.id === news.children[place].id);
    if (sameOrder || showNew || performance.now() - touchedAt >= readingMs) {
      for (const row of [...list.children]) if (sameOrder) updateRow(row, news);
      if (!sameOrder) list.replaceChildren(...[...news.children].map(row => document.adoptNode(row)));
      return offer(list, 0);
    }
    for (const row of [...list.children]) updateRow(row, news);
    offer(list, added);
  }

  function updateRow(row, news) {
    const same = [...news.children].find(other => other.id === row.id);
    if (same && !same.isEqualNode(row) && !row.contains(document.activeElement)) row.replaceWith(document.adoptNode(same.cloneNode(true)));
  }

  function offer(list, added) {
    const place = document.getElementById(`${list.id}-nieuw`);
    if (!place) return;
    place.hidden = added === 0;
    place.firstElementChild.textContent = added === 1 ? '1 nieuwe melding – laat zien' : `${added} nieuwe meldingen – laat zien`;
  }

  document.addEventListener('click', event => {
    if (event.target.closest('[data-show-new]')) {
      showNew = true;
      window.scrollTo(0, 0);
      refresh();
    }
    if (event.target.closest('[data-print]')) window.print();
  });
  for (const name of ['pointerdown', 'pointermove', 'wheel', 'keydown', 'scroll', 'touchstart'])
    document.addEventListener(name, () => { touchedAt = performance.now(); }, { passive: true, capture: true });
  document.addEventListener('input', event => event.target.closest('form')?.setAttribute('data-touched', ''));

  listen();
})();
