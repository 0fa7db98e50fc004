// Is what stands here still true? The station pings every five seconds; fifteen without one, and the page says since when
// it is not to be trusted.
const staleAfterMs = 15_000;
const sayEveryMs = 10_000;
const refreshEveryPings = 3;
const banner = document.getElementById('niet-bijgewerkt');

let clock = document.body.dataset.clock;
let heardAt = performance.now();
let pings = 0;
let voice = true;
let plan = () => {};

/** Is this the tab that makes the sounds? */
export const isVoice = () => voice;

/** Calls back whenever the page may have changed. */
export function listen(changed) {
  plan = changed;
  if (typeof SharedWorker === 'function') share(); else alone();
  setInterval(() => {
    if (performance.now() - heardAt < staleAfterMs) return;
    banner.textContent = document.body.dataset.stale.replace('{0}', clock);
    banner.hidden = false;
  }, 1000);
}

function heard({ name, data, on }) {
  if (name === 'voice') {
    voice = on;
  } else if (name === 'ping') {
    clock = JSON.parse(data).clock;
    heardAt = performance.now();
    banner.hidden = true;
    pings += 1;
    if (pings % refreshEveryPings === 0) plan();
  } else {
    plan(name);
  }
}

function share() {
  const worker = new SharedWorker(new URL('./listener.js', import.meta.url), { type: 'module', name: 'noodlink' });
  const say = () => worker.port.postMessage({ visible: !document.hidden });
  worker.port.addEventListener('message', event => heard(event.data));
  worker.port.start();
  worker.addEventListener('error', alone);
  document.addEventListener('visibilitychange', () => { say(); if (!document.hidden) plan(); });
  addEventListener('pagehide', () => worker.port.postMessage({ bye: true }));
  addEventListener('pageshow', event => { if (event.persisted) { say(); plan(); } });
  setInterval(say, sayEveryMs);
  say();
}

// A browser without shared workers: each tab listens by itself while somebody looks at it.
function alone() {
  let events = null;
  let closing = 0;
  const open = () => {
    if (events) return;
    events = new EventSource('/api/events?screen=1');
    for (const name of ['ping', 'message', 'status', 'draft', 'reset']) {
      events.addEventListener(name, event => heard({ name, data: event.data }));
    }
    events.addEventListener('error', () => {
      if (events?.readyState !== EventSource.CLOSED) return;
      events = null;
      setTimeout(open, 3000);
    });
  };
  document.addEventListener('visibilitychange', () => {
    clearTimeout(closing);
    if (document.hidden) {
      closing = setTimeout(() => { events?.close(); events = null; }, 20_000);
    } else {
      open();
      plan();
    }
  });
  open();
}
