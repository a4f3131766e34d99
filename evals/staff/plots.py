"""Sums of runs → plots, as Vega-Lite (what Altair writes) for Gradio's own drawing of it. No plot asks another host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evals.staff import words

# The chart's expressions are read by Vega's interpreter: its compiler needs a policy that allows eval.
_EMBED = {"embedOptions": {"ast": True, "actions": False}}
_GRAMMAR = "https://vega.github.io/schema/vega-lite/v5.17.0.json"  # names the grammar; nothing is fetched
_SCALE = {"domain": [0, 1]}
_COLOURS = ["#2f6fed", "#c2570c", "#16864a", "#c0358a"]  # at least 3 to 1 on white and on the dark ground
_LABELS = {"labelFontSize": 14, "titleFontSize": 14}
_SLANTED = {
    **_LABELS,
    "labelAngle": -35,
    "labelExpr": "slice(datum.label, 5, 16)",
    "labelOverlap": "greedy",
}  # "11-26 20:52"


def whole(summaries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Runs with as many cases as the largest, oldest first; others measure something else."""
    most = max((found["cases"] for found in summaries), default=0)
    return sorted((found for found in summaries if found["cases"] >= 0.95 * most), key=lambda found: found["made"])


def trend_rows(summaries: Sequence[Mapping[str, Any]]) -> list[tuple[str, dict[str, float | None]]]:
    """When each run was made, and its numbers by name of ``words.SERIES``."""
    return [
        (found["made"], {name: (found if name == "pass" else found["scores"])[name]["mean"] for name in words.SERIES})
        for found in summaries
    ]


def trend(summaries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A line a number over the runs."""
    values = [
        {"run": moment(made), "score": words.SERIES[name], "share": value}
        for made, numbers in trend_rows(summaries)
        for name, value in numbers.items()
        if value is not None
    ]
    names = list(words.SERIES.values())
    legend = {"orient": "bottom", "columns": 2, "labelFontSize": 14, "symbolSize": 120}
    named = {"field": "score", "type": "nominal", "title": None, "sort": names, "legend": legend}
    return {
        "$schema": _GRAMMAR,
        "description": words.TREND_TITLE,
        "usermeta": _EMBED,
        "background": "transparent",
        "height": 320,
        "data": {"values": values},
        "encoding": {
            "x": {"field": "run", "type": "ordinal", "title": words.WHEN, "sort": None, "axis": _SLANTED},
            "y": {
                "field": "share",
                "type": "quantitative",
                "title": words.PLOT_SHARE,
                "scale": {"zero": False},
                "axis": _LABELS,
            },
            "color": {**named, "scale": {"domain": names, "range": _COLOURS}},
            "shape": {**named, "scale": {"domain": names}},  # told apart by shape as well as by colour
            "tooltip": [{"field": "run"}, {"field": "score"}, {"field": "share", "format": ".3f"}],
        },
        # Each layer has an encoding of its own, if an empty one: Gradio looks for it.
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"shape": {"value": None}}},
            {"mark": {"type": "point", "size": 110, "filled": True, "opacity": 1}, "encoding": {}},
        ],
    }


def health_rows(summary: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Pages with their sums, worst first."""
    return sorted(summary["by_page"].items(), key=lambda item: (item[1]["mean"], item[0]))


def health(summary: Mapping[str, Any]) -> dict[str, Any]:
    """A bar a page, worst first."""
    rows = health_rows(summary)
    values = [{"page": page, "share": row["mean"], "failing": row["cases"] - row["passed"]} for page, row in rows]
    return {
        "$schema": _GRAMMAR,
        "description": words.HEALTH_TITLE,
        "usermeta": _EMBED,
        "background": "transparent",
        "height": 28 * max(3, len(rows)) + 40,
        "data": {"values": values},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {
                "field": "page",
                "type": "nominal",
                "title": None,
                "sort": [page for page, _ in rows],
                "axis": _LABELS,
            },
            "x": {
                "field": "share",
                "type": "quantitative",
                "title": words.HEALTH_SHARE,
                "scale": _SCALE,
                "axis": {**_LABELS, "tickCount": 5},
            },
            "tooltip": [{"field": "page"}, {"field": "share", "format": ".3f"}, {"field": "failing"}],
        },
    }


def moment(made: str) -> str:
    """A time as people read it: "2026-11-26 20:52:33"."""
    return made.replace("T", " ")[:19]
