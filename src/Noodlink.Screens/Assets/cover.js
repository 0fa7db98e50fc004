// All tabs of a browser are covered and uncovered together: the one that changed tells the others to look. A page that
// was under way while another tab changed finds that the tabs know better, and looks itself.
import { refresh } from './refresh.js';

const key = 'noodlink-afgedekt';
const tabs = typeof BroadcastChannel === 'function' ? new BroadcastChannel('noodlink-scherm') : null;
const is = String(document.body.hasAttribute('data-covered'));

tabs?.addEventListener('message', () => refresh());
if (seen() !== is) {
  tabs?.postMessage('look');
  refresh();
}

// What the last page of this browser saw. One that keeps nothing for pages: each looks by itself, every 15 s.
function seen() {
  try {
    const before = localStorage.getItem(key) ?? 'false';
    if (before !== is) localStorage.setItem(key, is);
    return before;
  } catch {
    return is;
  }
}
