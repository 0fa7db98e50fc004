// One listener for all tabs of a browser (a SharedWorker). A browser keeps six connections to one station: with a stream
// per tab the seventh tab would not even open. Every tab is told everything; one of them, the last that somebody looked
// at, makes the sounds.
const silentAfterMs = 30_000;
const closeAfterMs = 20_000;
const tabs = new Map();
let events = null;
let nobodySince = null;
let lastPing = null;

self.addEventListener('connect', ({ ports: [port] }) => {
  tabs.set(port, { seenAt: Date.now(), visible: true, lookedAt: Date.now() });
  port.addEventListener('message', ({ data }) => hear(port, data));
  port.start();
  open();
  if (lastPing && events) port.postMessage(lastPing);
});

function hear(port, data) {
  if (data.bye) {
    tabs.delete(port);
    return arrange();
  }
  const tab = tabs.get(port) ?? { lookedAt: 0 };
  const cameBack = data.visible && !tab.visible;
  tabs.set(port, { seenAt: Date.now(), visible: data.visible, lookedAt: data.visible ? Date.now() : tab.lookedAt });
  if (cameBack) port.postMessage({ name: 'look' });
  arrange();
}

function open() {
  if (events) return;
  events = new EventSource('/api/events?screen=1');
  for (const name of ['ping', 'message', 'status', 'draft', 'reset']) {
    events.addEventListener(name, event => tell({ name, data: event.data }));
  }
  events.addEventListener('error', () => {
    if (events?.readyState !== EventSource.CLOSED) return;
    events = null;
    setTimeout(() => { if (tabs.size) open(); }, 3000);
  });
}

function tell(news) {
  if (news.name === 'ping') lastPing = news;
  for (const port of tabs.keys()) port.postMessage(news);
}

// A tab that was killed says no goodbye. A screen that nobody can see is no screen: the stream is closed after a while,
// so that the coördinatiepunt is not told that somebody looks.
function arrange() {
  const now = Date.now();
  for (const [port, tab] of tabs) if (now - tab.seenAt > silentAfterMs) tabs.delete(port);
  const looking = [...tabs].filter(([, tab]) => tab.visible).sort(([, one], [, other]) => other.lookedAt - one.lookedAt);
  const voice = (looking[0] ?? [...tabs][0])?.[0];
  for (const port of tabs.keys()) port.postMessage({ name: 'voice', on: port === voice });
  if (looking.length > 0) {
    nobodySince = null;
    open();
  } else {
    nobodySince ??= now;
    if (events && now - nobodySince > closeAfterMs) {
      events.close();
      events = null;
    }
  }
}

setInterval(arrange, 5000);
