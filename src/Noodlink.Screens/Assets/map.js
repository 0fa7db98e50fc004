// A press on the map puts that point in the middle, to the pixel. Without this module the map is pressed in fields of
// which the middle counts.

document.addEventListener('click', event => {
  const map = event.target.closest?.('svg[data-map]');
  if (!map || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  const address = new URL(map.dataset.map, location.href);
  address.searchParams.set('px', at.x.toFixed(1));
  address.searchParams.set('py', at.y.toFixed(1));
  event.preventDefault();
  location.assign(address);
});
