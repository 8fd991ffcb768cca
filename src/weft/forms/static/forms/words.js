// Counts the words of a long answer while it is typed, as the server counts them when it is sent (forms.pages.typed).
// Without this script the page says the same limit in words, and the server tells when there are too many.
"use strict";

// What Python's str.split() takes for a space.
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const PAUSE = 1000; // milliseconds without a key before a screen reader is told

function wordsIn(text) {
  return text.split(SPACES).filter(Boolean).length;
}

function count(field) {
  const shown = document.createElement("p");
  shown.className = "govuk-hint words-count";
  shown.setAttribute("aria-hidden", "true");
  const told = document.createElement("p");
  told.className = "govuk-visually-hidden";
  told.setAttribute("role", "status");
  field.after(shown, told);

  let waiting = 0;
  const say = () => {
    const words = wordsIn(field.value);
    const isOver = words > Number(field.dataset.wordsMost);
    const text = (isOver ? field.dataset.wordsOver : field.dataset.wordsSaid).replace("{words}", String(words));
    shown.textContent = text;
    shown.classList.toggle("words-count--over", isOver);
    clearTimeout(waiting);
    waiting = setTimeout(() => { told.textContent = text; }, PAUSE);
  };
  field.addEventListener("input", say);
  shown.textContent = field.dataset.wordsSaid.replace("{words}", String(wordsIn(field.value)));
}

document.querySelectorAll("textarea[data-words-most]").forEach(count);
