// All tabs of a browser are covered and uncovered together: the one that changed tells the others to look.
import { refresh } from './refresh.js';

const tabs = typeof BroadcastChannel === 'function' ? new BroadcastChannel('noodlink-scherm') : null;
const was = sessionStorage.getItem('noodlink-afgedekt') ?? 'false';
const is = String(document.body.hasAttribute('data-cover'));

if (was !== is) {
  sessionStorage.setItem('noodlink-afgedekt', is);
  tabs?.postMessage('look');
}
tabs?.addEventListener('message', () => refresh());
