/* The edition's own fonts are fetched once the page has been painted: nobody waits for them to begin to read. */
(function () {
  "use strict";
  var sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = document.currentScript.dataset.fonts;
  requestAnimationFrame(function () {
    requestAnimationFrame(function () { document.head.appendChild(sheet); });
  });
})();
