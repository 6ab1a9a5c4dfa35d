/* Tells whoever has a browser too old for the grid, in a script that such a browser understands. */

document.addEventListener("DOMContentLoaded", function () {
  // The grid's own scripts have run by now, unless the browser could not read them or has not what they need.
  window.setTimeout(function () {
    if (!window.portalGrid || !window.portalGrid.started) document.getElementById("grid-too-old").hidden = false;
  }, 0);
});
