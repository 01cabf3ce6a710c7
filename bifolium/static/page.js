/* The reading page, made handier: a citation copied with a click, an image enlarged and moved with the pointer.
   Everything the page says, it says without this. One classic script, so that it works from disk. */
(function () {
  "use strict";

  /* --- Citing: a sign that links to a passage also offers to copy its address and its citation. */
  var told = document.getElementById("cite-tools");
  var open = null;

  function address(id) {
    var home = told.dataset.url || (/^http/.test(location.protocol) ? location.href.split("#")[0] : "");
    return home ? home + "#" + id : "";
  }

  var forms = {
    link: function (id) { return address(id) || location.href.split("#")[0] + "#" + id; },
    text: function (id) { return (told.dataset.citation + ", #" + id + ". " + address(id)).trim(); },
    bibtex: function (id) {
      var own = "  note = {Passage " + id + "},\n" + (address(id) ? "  url = {" + address(id) + "},\n" : "");
      return told.dataset.bibtex.replace(/^(@\w+\{[^,]*),/, "$1." + id.replace(/[^\w.:-]/g, "-") + ",")
        .replace(/^ {2}url = .*\n/m, "").replace(/\}\s*$/, own + "}\n");
    },
    csl: function (id) {
      var item = JSON.parse(told.dataset.csl);
      item.id += "#" + id;
      item.note = "Passage " + id;
      if (address(id)) item.URL = address(id);
      return JSON.stringify([item], null, 1) + "\n";
    }
  };

  function copy(text, button) {
    function done() { button.dataset.copied = ""; status.textContent = told.dataset.copied; }
    function show() {
      var area = document.createElement("textarea");
      area.value = text; area.readOnly = true; area.rows = 4; area.setAttribute("aria-label", button.textContent);
      button.parentNode.appendChild(area); area.focus(); area.select();
      if (document.execCommand && document.execCommand("copy")) { area.remove(); button.focus(); done(); }
    }
    var status = button.parentNode.querySelector("[role=status]");
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, show); else show();
  }

  function close() {
    if (open) { open.remove(); open = null; }
  }

  function offer(link) {
    var id = decodeURIComponent(link.hash.slice(1));
    close();
    open = document.createElement("span");
    open.className = "cite-tools generated";
    open.setAttribute("role", "group");
    open.setAttribute("aria-label", link.getAttribute("aria-label") || "");
    open.lang = document.documentElement.lang;
    open.appendChild(told.content.cloneNode(true));
    open.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (button) copy(forms[button.value](id), button);
    });
    open.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { close(); link.focus(); }
    });
    link.after(open);
  }

  if (told) document.addEventListener("click", function (event) {
    var link = event.target.closest("a.permalink, a.passage");
    if (link) { if (open && open.previousSibling === link) close(); else offer(link); }
    else if (open && !open.contains(event.target)) close();
  });

  /* --- Panels close with Escape, and when the page behind them is used. */
  document.addEventListener("keydown", function (event) {
    var panel = event.key === "Escape" && document.querySelector(".panel[open]");
    if (panel) { panel.open = false; panel.querySelector("summary").focus(); }
  });

  /* --- The image: pinched or turned with Ctrl and the wheel it grows about the pointer; enlarged, it is moved by dragging. */
  document.querySelectorAll(".scan").forEach(function (scan) {
    var sheet = scan.querySelector(".scan-sheet"), from = null, moved = false;

    function zoom(factor, x, y) {
      var before = sheet.offsetWidth / scan.clientWidth, after = Math.min(8, Math.max(1, before * factor));
      var box = scan.getBoundingClientRect(), left = x - box.left, top = y - box.top, grown = after / before;
      sheet.style.width = after * 100 + "%";
      scan.scrollLeft = (scan.scrollLeft + left) * grown - left;
      scan.scrollTop = (scan.scrollTop + top) * grown - top;
    }

    scan.addEventListener("wheel", function (event) {
      if (event.ctrlKey) { event.preventDefault(); zoom(Math.exp(-event.deltaY / 200), event.clientX, event.clientY); }
    }, { passive: false });
    scan.addEventListener("dblclick", function (event) { zoom(event.shiftKey ? 0.5 : 2, event.clientX, event.clientY); });
    scan.addEventListener("pointerdown", function (event) {
      if (event.pointerType === "mouse" && event.button === 0) { from = [event.clientX + scan.scrollLeft, event.clientY + scan.scrollTop]; moved = false; }
    });
    window.addEventListener("pointermove", function (event) {
      if (!from) return;
      var left = from[0] - event.clientX, top = from[1] - event.clientY;
      if (Math.abs(left - scan.scrollLeft) + Math.abs(top - scan.scrollTop) > 4) moved = true;
      scan.scrollLeft = left; scan.scrollTop = top;
    });
    window.addEventListener("pointerup", function () { from = null; });
    scan.addEventListener("click", function (event) { if (moved) { event.preventDefault(); moved = false; } }, true);
    scan.addEventListener("dragstart", function (event) { event.preventDefault(); });
    scan.classList.add("draggable");
    scan.parentNode.querySelectorAll(".zoom input").forEach(function (input) {
      input.addEventListener("change", function () { sheet.style.width = ""; });
    });
  });
})();
