"""The unchanging parts of the R script of weft.stats.r_code, and text as R writes it."""

from __future__ import annotations

from collections.abc import Iterable

READING = """\
# The figures of weft.stats, worked out again with R survey (4.1 or newer).
library(survey)
options(survey.lonely.psu = {lonely}, survey.adjust.domain.lonely = {strict}, digits = 15)
people <- read.csv({data}, na.strings = "", check.names = FALSE, encoding = "UTF-8",
                   colClasses = c({classes}))"""

FIGURES = """\

figures <- intervals <- gaps <- NULL
in_words <- function(by, found) if (length(by)) do.call(paste, c(lapply(by, function(b)
  as.character(found[[b]])), sep = " x ")) else "everyone"
crossing <- function(by) reformulate(sprintf("`%s`", by))
answered <- function(formula) design[!is.na(design$variables[[all.vars(formula)]]), ]
# svyby() over the cells of a breakdown; the whole sample when there is none
add_figures <- function(item, by, formula, statistic, ...) {
  known <- answered(formula)
  found <- if (length(by)) svyby(formula, crossing(by), known, statistic, na.rm = TRUE, ..., keep.var = TRUE)
           else statistic(formula, design = known, na.rm = TRUE, ...)
  figures <<- rbind(figures, data.frame(item = item, cell = in_words(by, found),
    est = as.numeric(coef(found)), se = as.numeric(SE(found))))
}
# svyciprop() with degrees of freedom of the cell itself
add_intervals <- function(item, by, formula, method) {
  known <- answered(formula)
  one <- function(formula, design, ...)
    svyciprop(formula, design, method = method, df = degf(design), na.rm = TRUE)
  found <- if (length(by)) svyby(formula, crossing(by), known, one, vartype = "ci") else NULL
  bounds <- if (length(by)) found[c("ci_l", "ci_u")] else as.data.frame(t(confint(one(formula, known))[1:2]))
  intervals <<- rbind(intervals, data.frame(item = item, cell = in_words(by, found),
    lo = bounds[[1]], hi = bounds[[2]]))
}
# each level against everyone else whose level is known, with their covariance
add_gaps <- function(item, by, formula) {
  for (level in levels(people[[by]])) {
    inside <- as.numeric(design$variables[[by]] == level)
    answer <- design$variables[[all.vars(formula)]]
    known <- !is.na(answer) & !is.na(inside)
    if (length(unique(inside[known])) < 2) next
    inside[!known] <- answer[!known] <- 0
    sides <- design
    sides$variables <- data.frame(a1 = inside * answer, n1 = inside, a0 = (1 - inside) * answer, n0 = 1 - inside)
    gap <- svycontrast(svytotal(~a1 + n1 + a0 + n0, sides[known, ]), quote(a1 / n1 - a0 / n0))
    gaps <<- rbind(gaps, data.frame(item = item, column = by, level = level,
      est = as.numeric(coef(gap)), se = as.numeric(SE(gap))))
  }
}"""

INTERVALS = "add_intervals({key}, {by}, ~{name}, {method})"


def word(text: str) -> str:
    """Text as an R string.

    >>> print(word('a "b"'))
    "a \\"b\\""
    """
    safe = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{safe}"'


def vector(words: Iterable[str]) -> str:
    """Several texts as an R vector.

    >>> vector(["a", "b"])
    'c("a", "b")'
    """
    return f"c({', '.join(map(word, words))})"
