//! Levels over time as a drawn line, made for eyes; beside it always stands the table that says the same.

use kernel::Day;

use crate::html::Html;

/// How a series is drawn: by its shape as well as its colour, so that nothing hangs on colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stroke {
    /// A thick line with filled circles.
    #[default]
    Solid,
    /// A thin broken line with squares.
    Dashed,
    /// Hollow circles without a line.
    Marks,
}

/// One series: a level from a day on.
#[derive(Clone, Debug, Default)]
pub struct Series<'a> {
    /// What it is called.
    pub label: &'a str,
    /// How it is drawn.
    pub stroke: Stroke,
    /// The level from each day on, in the order of the days.
    pub steps: Vec<(Day, i64)>,
}

/// Levels over time.
#[derive(Clone, Debug, Default)]
pub struct Steps<'a> {
    /// What it shows, for those who hear the page.
    pub title: &'a str,
    /// What it says in a sentence.
    pub words: &'a str,
    /// The names of the levels, from 0 up.
    pub levels: Vec<String>,
    /// The series, the most important first.
    pub series: Vec<Series<'a>>,
}

const WIDTH: i64 = 720;
const LEFT: i64 = 190;
const TOP: i64 = 16;
const ROW: i64 = 44;
const RIGHT: i64 = 16;

struct Plane {
    first: Day,
    days: i64,
    rows: i64,
}

impl Plane {
    fn x(&self, day: Day) -> i64 {
        LEFT + (WIDTH - LEFT - RIGHT) * day.days_since(self.first).clamp(0, self.days) / self.days.max(1)
    }
    fn y(&self, level: i64) -> i64 {
        TOP + (self.rows - 1 - level.clamp(0, self.rows - 1)) * ROW
    }
    fn bottom(&self) -> i64 {
        TOP + (self.rows - 1) * ROW
    }
}

/// Draws them, up to a day. Nothing where there is no step.
#[must_use]
pub fn steps(o: &Steps<'_>, until: Day) -> Html {
    let first = o.series.iter().flat_map(|it| &it.steps).map(|it| it.0).min();
    let Some(first) = first else { return Html::new() };
    let rows = i64::try_from(o.levels.len()).unwrap_or(4).max(1);
    let plane = Plane { first, days: until.days_since(first).max(1), rows };
    let height = plane.bottom() + 48;
    let view = format!("0 0 {WIDTH} {height}");
    let grid = |h: Html, (nth, label): (usize, &String)| {
        let y = plane.y(i64::try_from(nth).unwrap_or_default());
        line(h, (LEFT, y), (WIDTH - RIGHT, y), "#b1b4b6", "1").html(&words(LEFT - 10, y + 5, "end", label))
    };
    Html::new()
        .raw("<figure class=\"hf-steps\"><svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"100%\"")
        .attr("viewBox", &view)
        .attr("aria-label", &format!("{}. {}", o.title, o.words))
        .raw("><title>")
        .text(o.title)
        .raw("</title>")
        .each(o.levels.iter().enumerate(), grid)
        .html(&words(LEFT, plane.bottom() + 32, "start", &first.words()))
        .html(&words(WIDTH - RIGHT, plane.bottom() + 32, "end", &until.words()))
        .each(o.series.iter().rev(), |h, it| h.html(&series(&plane, it, until)))
        .raw("</svg><figcaption class=\"govuk-body-s\">")
        .each(&o.series, |h, it| h.raw("<span class=\"hf-steps__key\">").text(&key(it)).raw("</span>"))
        .raw("</figcaption></figure>")
}

fn key(it: &Series<'_>) -> String {
    let shape = match it.stroke {
        Stroke::Solid => "thick line, filled circles",
        Stroke::Dashed => "broken line, squares",
        Stroke::Marks => "hollow circles",
    };
    format!("{}: {shape}. ", it.label)
}

fn words(x: i64, y: i64, anchor: &str, text: &str) -> Html {
    Html::new()
        .raw("<text")
        .attr("x", &x.to_string())
        .attr("y", &y.to_string())
        .attr("text-anchor", anchor)
        .raw(" font-size=\"15\" fill=\"#0b0c0c\">")
        .text(text)
        .raw("</text>")
}

fn line(h: Html, from: (i64, i64), to: (i64, i64), colour: &str, width: &str) -> Html {
    h.raw("<line")
        .attr("x1", &from.0.to_string())
        .attr("y1", &from.1.to_string())
        .attr("x2", &to.0.to_string())
        .attr("y2", &to.1.to_string())
        .attr("stroke", colour)
        .attr("stroke-width", width)
        .raw("/>")
}

fn series(plane: &Plane, it: &Series<'_>, until: Day) -> Html {
    let mut path = String::new();
    for (nth, (day, level)) in it.steps.iter().enumerate() {
        let (x, y) = (plane.x(*day), plane.y(*level));
        path.push_str(&if nth == 0 { format!("M{x} {y}") } else { format!("H{x}V{y}") });
    }
    path.push_str(&format!("H{}", plane.x(until)));
    let (colour, width, dashes) = match it.stroke {
        Stroke::Solid => ("#0b0c0c", "4", ""),
        Stroke::Dashed => ("#1d70b8", "3", "7 5"),
        Stroke::Marks => ("#d4351c", "0", ""),
    };
    let drawn = Html::new()
        .raw("<path fill=\"none\"")
        .attr("d", &path)
        .attr("stroke", colour)
        .attr("stroke-width", width)
        .some("stroke-dasharray", dashes)
        .raw("/>");
    let drawn = if it.stroke == Stroke::Marks { Html::new() } else { drawn };
    drawn.each(&it.steps, |h, (day, level)| h.html(&mark(it.stroke, plane.x(*day), plane.y(*level), colour)))
}

fn mark(stroke: Stroke, x: i64, y: i64, colour: &str) -> Html {
    match stroke {
        Stroke::Solid | Stroke::Marks => Html::new()
            .raw("<circle")
            .attr("cx", &x.to_string())
            .attr("cy", &y.to_string())
            .attr("r", if stroke == Stroke::Marks { "8" } else { "6" })
            .attr("fill", if stroke == Stroke::Marks { "none" } else { colour })
            .attr("stroke", colour)
            .raw(" stroke-width=\"2\"/>"),
        Stroke::Dashed => Html::new()
            .raw("<rect width=\"10\" height=\"10\"")
            .attr("x", &(x - 5).to_string())
            .attr("y", &(y - 5).to_string())
            .attr("fill", colour)
            .raw("/>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(it: &str) -> Day {
        it.parse().expect("day")
    }

    #[test]
    fn a_line_goes_up_with_the_level_and_on_to_the_last_day() {
        let steps_of = vec![(day("2026-01-01"), 1), (day("2026-07-02"), 3)];
        let one = Series { label: "Manager authorised", stroke: Stroke::Solid, steps: steps_of };
        let levels = ["None", "Low", "Medium", "High"].map(str::to_owned).to_vec();
        let o = Steps { title: "Levels", words: "Now high.", levels, series: vec![one] };
        let h = steps(&o, day("2026-12-31"));
        assert!(h.as_str().contains("M190 104H447V16H704"), "{}", h.as_str());
        assert!(h.as_str().contains("aria-label=\"Levels. Now high.\""));
    }

    #[test]
    fn nothing_is_drawn_where_there_is_no_level() {
        assert!(steps(&Steps::default(), day("2026-12-31")).is_empty());
    }
}
