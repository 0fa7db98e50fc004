// Signing in: the PIN can be made visible, and a wait counts down. Without script the PIN is typed unseen and the page
// says how long the wait is.
for (const button of document.querySelectorAll('button[data-show]')) {
  const field = document.getElementById(button.dataset.show);
  button.hidden = false;
  button.addEventListener('click', () => {
    const seen = field.type === 'password';
    field.type = seen ? 'text' : 'password';
    button.textContent = seen ? button.dataset.on : button.dataset.off;
    button.setAttribute('aria-pressed', String(seen));
  });
}

for (const place of document.querySelectorAll('[data-countdown]')) {
  const endsAt = performance.now() + Number(place.dataset.countdown) * 1000;
  const turn = setInterval(() => {
    const left = Math.ceil((endsAt - performance.now()) / 1000);
    if (left <= 0) clearInterval(turn);
    place.textContent = left <= 0 ? place.dataset.done
      : (left === 1 ? place.dataset.wordOne : place.dataset.words).replace('{0}', left);
  }, 250);
}
