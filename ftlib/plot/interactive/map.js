// Statements that frame() wraps: root, data, site() and make() are given.
var plain = root.querySelector(".ft-plain"), SVG = "http://www.w3.org/2000/svg";
var nodes = {}, lines = [], order = data.concepts.map(function (each) { return each.name; });
var by = {};
data.concepts.forEach(function (each) { by[each.name] = each; });

function line(parent, kind, ends) {
  var element = document.createElementNS(SVG, "line");
  element.setAttribute("class", kind);
  ["x1", "y1", "x2", "y2"].forEach(function (name, i) { element.setAttribute(name, ends[i]); });
  parent.appendChild(element);
  return element;
}
function drawing(parent) {
  var element = document.createElementNS(SVG, "svg");
  element.setAttribute("aria-hidden", "true");
  parent.appendChild(element);
  return element;
}

var view = make("div", "view");
root.insertBefore(view, plain);
var key = make("div", "key", "", view);
Object.keys(data.groups).forEach(function (group) {
  var one = make("span", "", "", key);
  make("b", "", "", one).style.setProperty("--group", data.groups[group][1]);
  one.appendChild(document.createTextNode(data.groups[group][0]));
});
Object.keys(data.kinds).forEach(function (kind) {
  var one = make("span", "", "", key);
  line(drawing(one), kind, ["0", "50%", "100%", "50%"]);
  one.appendChild(document.createTextNode(data.kinds[kind][0]));
});
var field = make("div", "field", "", make("div", "scroll", "", view));
var under = drawing(field);
data.relations.forEach(function (each) {
  var a = by[each[0]].at, b = by[each[2]].at;
  lines.push(line(under, each[1], [a[0] + "%", a[1] + "%", b[0] + "%", b[1] + "%"]));
});
data.concepts.forEach(function (each) {
  var node = make("button", "node", each.name, field);
  node.type = "button";
  node.style.left = each.at[0] + "%";
  node.style.top = each.at[1] + "%";
  node.style.setProperty("--group", data.groups[each.group][1]);
  node.addEventListener("click", function () { show(each.name); });
  nodes[each.name] = node;
});
// Arrows go to the nearest concept in that direction; Tab leaves the map.
var current = "";
field.addEventListener("keydown", function (pressed) {
  var way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[pressed.key];
  if (!way) return;
  pressed.preventDefault();
  pressed.stopPropagation();
  var here = by[current].at, best = "", least = Infinity;
  order.forEach(function (name) {
    var dx = by[name].at[0] - here[0], dy = by[name].at[1] - here[1];
    var along = dx * way[0] + dy * way[1], across = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    if (along > 0 && along + 2 * across < least) { least = along + 2 * across; best = name; }
  });
  if (best) { show(best); nodes[best].focus(); }
});
var card = make("div", "card", "", view);
card.setAttribute("aria-live", "polite");
var asList = make("button", "aslist", "as a list", view);
asList.type = "button";
asList.setAttribute("aria-expanded", false);
asList.addEventListener("click", function () {
  plain.hidden = !plain.hidden;
  asList.setAttribute("aria-expanded", !plain.hidden);
});

function show(name) {
  var concept = by[name], near = {};
  current = name;
  near[name] = true;
  card.textContent = "";
  card.style.setProperty("--group", data.groups[concept.group][1]);
  make("h4", "", name + " · " + data.groups[concept.group][0].toLowerCase(), card);
  make("p", "", concept.what, card);
  var list = make("ul", "", "", card);
  data.relations.forEach(function (each, i) {
    var ahead = each[0] === name, touches = ahead || each[2] === name;
    lines[i].classList.toggle("near", touches);
    lines[i].classList.toggle("away", !touches);
    if (!touches) return;
    var other = ahead ? each[2] : each[0];
    near[other] = true;
    var item = make("li", "", data.kinds[each[1]][ahead ? 0 : 1] + " ", list);
    var go = make("button", "", other, item);
    go.type = "button";
    go.addEventListener("click", function () { show(other); nodes[other].focus(); });
  });
  if (concept.chapters.length) {
    var where = make("p", "", "Chapters: ", card);
    concept.chapters.forEach(function (each, i) {
      if (i) where.appendChild(document.createTextNode(", "));
      var link = make("a", "", each[1], where);
      link.href = site(each[0]);
      if (lab) link.target = "_blank";
    });
  }
  order.forEach(function (each) {
    nodes[each].setAttribute("aria-current", each === name);
    nodes[each].tabIndex = each === name ? 0 : -1;
    nodes[each].classList.toggle("away", !near[each]);
  });
}
plain.hidden = true;
show(by["fine-tuning"] ? "fine-tuning" : order[0]);
