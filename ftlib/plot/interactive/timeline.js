// Statements that frame() wraps: root, data, site() and make() are given.
var plain = root.querySelector(".ft-plain");
var eras = {}, lanes = {}, dots = [], current = 0, theme = "", era = "";
data.eras.forEach(function (each) { eras[each[0]] = { name: each[1], colour: each[2] }; });

function button(text, parent, act) {
  var element = make("button", "", text, parent);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

var view = make("div", "view");
root.insertBefore(view, plain);
var bars = [];
function filter(label, choices, choose) {
  var bar = make("div", "bar", "", view);
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", label);
  make("span", "", label, bar);
  choices.forEach(function (choice, index) {
    var one = button(choice[1], bar, function () {
      choose(choice[0]);
      bar.querySelectorAll("button").forEach(function (b) { b.setAttribute("aria-pressed", b === one); });
      refresh();
    });
    one.setAttribute("aria-pressed", index === 0);
  });
}
var themes = data.events.map(function (e) { return e.theme; })
  .filter(function (t, i, all) { return all.indexOf(t) === i; }).sort();
filter("School:", [["", "all"]].concat(data.eras.map(function (e) { return [e[0], e[1]]; })),
  function (value) { era = value; });
filter("Theme:", [["", "all"]].concat(themes.map(function (t) { return [t, t]; })),
  function (value) { theme = value; });

var strip = make("div", "strip", "", make("div", "scroll", "", view));
data.eras.forEach(function (each) {
  var lane = make("div", "lane", "", strip);
  make("span", "name", each[1], lane);
  lane.style.setProperty("--rows", 1 + Math.max.apply(null, data.events.map(function (event) {
    return event.era === each[0] ? event.row : 0;
  })));
  lanes[each[0]] = make("div", "dots", "", lane);
  data.ticks.forEach(function (tick) {
    make("div", "tick", "", lanes[each[0]]).style.left = 100 * tick[1] + "%";
  });
});
var axis = make("div", "dots", "", make("div", "axis", "", strip));
data.ticks.forEach(function (tick) {
  make("span", "", String(tick[0]), axis).style.left = 100 * tick[1] + "%";
});
make("span", "", "earlier", axis).style.left = "-2%";

data.events.forEach(function (event, index) {
  var dot = button("", lanes[event.era], function () { show(index); });
  dot.className = "dot";
  dot.style.left = 100 * event.at + "%";
  dot.style.setProperty("--row", event.row);
  dot.style.setProperty("--dot", eras[event.era].colour);
  dot.title = event.when + ": " + event.title;
  dot.setAttribute("aria-label", event.when + ", " + event.title + ", " + eras[event.era].name);
  dots.push(dot);
});
strip.addEventListener("keydown", function (pressed) {
  var by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[pressed.key];
  var ends = { Home: 1, End: -1 }[pressed.key];
  if (!by && !ends) return;
  pressed.preventDefault();
  pressed.stopPropagation();
  var next = by ? beside(current, by) : beside(ends > 0 ? -1 : dots.length, ends);
  if (next >= 0) { show(next); dots[next].focus(); }
});

var card = make("div", "card", "", view);
card.setAttribute("aria-live", "polite");
var steps = make("div", "steps", "", view);
var back = button("← earlier", steps, function () { show(beside(current, -1)); });
var on = button("later →", steps, function () { show(beside(current, 1)); });
var told = make("span", "", "", steps);
var asList = button("as a list", steps, function () {
  plain.hidden = !plain.hidden;
  asList.setAttribute("aria-expanded", !plain.hidden);
});
asList.setAttribute("aria-expanded", false);

function wanted(index) {
  var event = data.events[index];
  return (!era || event.era === era) && (!theme || event.theme === theme);
}
function beside(index, by) {
  for (var next = index + by; next >= 0 && next < dots.length; next += by) if (wanted(next)) return next;
  return -1;
}
function show(index) {
  if (index < 0) return;
  current = index;
  var event = data.events[index];
  card.textContent = "";
  card.style.setProperty("--dot", eras[event.era].colour);
  make("h4", "", event.when + " · " + event.title, card);
  make("p", "", event.what, card);
  var why = make("p", "", "", card);
  make("b", "", "Why it mattered. ", why);
  why.appendChild(document.createTextNode(event.why));
  make("p", "source", "Source: " + event.source + ". " + event.note, card);
  if (event.chapter) {
    var link = make("a", "", "The chapter that runs it →", make("p", "", "", card));
    link.href = site("../" + event.chapter + ".html");
    if (lab) link.target = "_blank";
  }
  dots.forEach(function (dot, each) {
    dot.setAttribute("aria-current", each === index);
    dot.tabIndex = each === index ? 0 : -1;
  });
  back.disabled = beside(index, -1) < 0;
  on.disabled = beside(index, 1) < 0;
}
function refresh() {
  var count = 0;
  dots.forEach(function (dot, index) {
    var here = wanted(index);
    dot.classList.toggle("off", !here);
    dot.disabled = !here;
    count += here;
  });
  told.textContent = count + " of " + dots.length + " events";
  if (count && !wanted(current)) {
    var after = beside(current, 1);
    show(after >= 0 ? after : beside(current, -1));
  } else if (count) show(current);
}
plain.hidden = true;
current = data.events.findIndex(function (event) { return event.year === 1958; });
current = Math.max(current, 0);
refresh();
