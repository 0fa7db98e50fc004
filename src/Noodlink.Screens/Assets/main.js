// The start of the script. Without it every page still works: what it adds is that an open page stays true by itself,
// makes a sound when somebody must look, and says so when it is no longer true.
import { watchDrafts } from './drafts.js';
import { listen } from './live.js';
import { refresh, plan } from './refresh.js';
import { watchSound } from './sound.js';
import './access.js';
import './map.js';
import './cover.js';

if (document.body.hasAttribute('data-live-page')) {
  listen(plan);
  watchSound();
  watchDrafts();
}

document.addEventListener('click', event => {
  if (event.target.closest('[data-show-new]')) {
    window.scrollTo(0, 0);
    refresh({ showNew: true });
  }
  if (event.target.closest('[data-print]')) window.print();
});
