// All tabs of a browser are covered and uncovered together: the one that changed tells the others to look. A page that was
// under way while another tab changed finds that the tabs know better, and looks itself.
import { refresh } from './refresh.js';

const key = 'noodlink-afgedekt';
const tabs = typeof BroadcastChannel === 'function' ? new BroadcastChannel('noodlink-scherm') : null;
const was = localStorage.getItem(key) ?? 'false';
const is = String(document.body.hasAttribute('data-cover'));

tabs?.addEventListener('message', () => refresh());
if (was !== is) {
  localStorage.setItem(key, is);
  tabs?.postMessage('look');
  refresh();
}
