// Sound for what may not wait until somebody looks: a question, a noodmelding that is not confirmed, a correction. A
// browser keeps silent until somebody has pressed something; until then the bar says so in red.
import { isVoice } from './live.js';

const againMs = 20_000;
// How the name of an alarm begins that sounds once, and of one that is of an exercise.
const once = 'eenmaal:';
const drill = 'oefening:';
// For real: high and low by turns. Practised: the same low tone, twice, and a pause. News: two that rise.
const tones = { real: [880, 660, 880, 660], drill: [330, 330, 0, 330, 330], news: [523, 659] };
let audio = null;
let sounded = new Set();
let soundedAt = 0;

/** Watches the bar for what asks for sound. */
export function watchSound() {
  document.addEventListener('click', event => {
    if (event.target.closest('[data-sound-test]')) unlock().then(() => play([660, 880])).then(show);
  });
  for (const name of ['pointerdown', 'keydown']) document.addEventListener(name, () => unlock().then(show), { once: true });
  document.addEventListener('noodlink:refreshed', check);
  setInterval(check, 2000);
  show();
  unlock().then(show);
}

async function unlock() {
  try {
    audio ??= new AudioContext();
    if (audio.state !== 'running') await Promise.race([audio.resume(), new Promise(done => setTimeout(done, 300))]);
  } catch {
    // No sound in this browser: the bar stays red.
  }
}

function show() {
  for (const words of document.querySelectorAll('[data-sound-none]')) words.remove();
  for (const part of document.querySelectorAll('[data-sound-has]')) part.hidden = false;
  const button = document.querySelector('.bar [data-sound-test]');
  if (!button) return;
  const on = audio?.state === 'running';
  const words = on ? button.dataset.on : button.dataset.blocked;
  if (button.textContent !== words) button.textContent = words;
  const item = button.closest('.bar-item');
  item.classList.toggle('bar-bad', !on);
  item.classList.toggle('bar-good', on);
}

function check() {
  show();
  const alarms = (document.getElementById('aandacht')?.dataset.sound ?? '').split(' ').filter(Boolean);
  const fresh = alarms.filter(alarm => !sounded.has(alarm));
  sounded = new Set(alarms);
  const lasting = alarms.filter(alarm => !alarm.startsWith(once));
  const due = fresh.length > 0 ? fresh : lasting;
  if (due.length === 0 || !isVoice()) return;
  if (fresh.length === 0 && performance.now() - soundedAt < againMs) return;
  soundedAt = performance.now();
  const kind = kindOf(due);
  document.documentElement.dataset.soundedAs = kind;
  document.documentElement.dataset.sounded = String(Number(document.documentElement.dataset.sounded ?? 0) + 1);
  play(tones[kind]);
}

// What is real is heard above what is practised, and both above what is only news.
function kindOf(due) {
  if (due.some(alarm => !alarm.startsWith(once) && !alarm.startsWith(drill))) return 'real';
  return due.some(alarm => alarm.startsWith(drill)) ? 'drill' : 'news';
}

function play(tones) {
  if (audio?.state !== 'running') return;
  const start = audio.currentTime + 0.02;
  tones.forEach((hertz, place) => {
    if (hertz === 0) return;
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    tone.frequency.value = hertz;
    const from = start + place * 0.22;
    loud.gain.setValueAtTime(0.0001, from);
    loud.gain.exponentialRampToValueAtTime(0.5, from + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, from + 0.2);
    tone.connect(loud).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.21);
  });
}
