//! A comparison as a picture with its table.

use std::fmt::Write as _;

use super::explain::Explained;
use super::model::probability;

/// Height of a row and places of the columns, in the picture's units.
const ROW: f32 = 26.0;
const LEFT: f32 = 450.0;
const WIDTH: f32 = 1080.0;

/// Text as HTML and SVG want it.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            it if it.is_control() => out.push(' '),
            it => out.push(it),
        }
    }
    out
}

impl Explained {
    /// Rows of the account: what, finding, bits.
    fn rows(&self) -> Vec<(&'static str, &'static str, f32)> {
        let mut out = vec![("Before looking", "how rare it is that two records are one person", self.before)];
        out.extend(self.fields.iter().map(|it| (it.name, it.finding, it.bits)));
        if self.relatives < -0.005 {
            out.push(("Relatives", "people of one household or twins agree on such things too", self.relatives));
        }
        out
    }

    /// The account as a waterfall of bits: a picture (SVG) that stands by itself, with a description for those who
    /// do not see it. The numbers are those of [`Explained::table`].
    #[must_use]
    pub fn svg(&self) -> String {
        let rows = self.rows();
        let (mut low, mut high, mut sum) = (0.0_f32, 0.0_f32, 0.0_f32);
        for (_, _, bits) in &rows {
            sum += bits;
            (low, high) = (low.min(sum), high.max(sum));
        }
        let scale = (WIDTH - LEFT - 90.0) / (high - low).max(1.0);
        let x = |bits: f32| LEFT + (bits - low) * scale;
        let height = ROW * (rows.len() as f32 + 2.0);
        let mut out = String::new();
        let zero = x(0.0);
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
             font-family=\"sans-serif\" font-size=\"13\"><title>{}</title><desc>{}</desc>\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\
             <line x1=\"{zero:.1}\" x2=\"{zero:.1}\" y1=\"4\" y2=\"{:.1}\" stroke=\"#767676\" stroke-dasharray=\"3 3\"/>",
            escaped(&self.verdict()),
            escaped(&rows.iter().map(|it| format!("{}: {}, {:+.1} bits. ", it.0, it.1, it.2)).collect::<String>()),
            height - ROW,
        );
        let mut at = 0.0_f32;
        for (nth, (name, finding, bits)) in rows.iter().enumerate() {
            let y = ROW * (nth as f32 + 0.4);
            let (from, to) = (x(at.min(at + bits)), x(at.max(at + bits)));
            let colour = if *bits < 0.0 { "#a3360b" } else { "#0b5fa3" };
            let label = format!("{name}: {finding}");
            let label = match label.char_indices().nth(64) {
                Some((at, _)) => format!("{}…", &label[..at]),
                None => label,
            };
            let _ = write!(
                out,
                "<text x=\"4\" y=\"{:.1}\">{}</text><rect x=\"{from:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"16\" \
                 fill=\"{colour}\"/><text x=\"{:.1}\" y=\"{:.1}\">{bits:+.1}</text>",
                y + 12.5,
                escaped(&label),
                (to - from).max(1.0),
                to + 4.0,
                y + 12.5,
            );
            at += bits;
        }
        let end = ROW * (rows.len() as f32 + 0.9);
        let _ =
            write!(out, "<text x=\"4\" y=\"{end:.1}\" font-weight=\"bold\">{}</text></svg>", escaped(&self.verdict()));
        out
    }

    /// All together in words: `Together +8.1 bits: 99.6% one person`.
    #[must_use]
    pub fn verdict(&self) -> String {
        format!("Together {:+.1} bits: {:.1}% one person", self.bits, 100.0 * probability(self.bits))
    }

    /// The account as an HTML table, with the findings told beside it.
    #[must_use]
    pub fn table(&self) -> String {
        let mut out = String::from(
            "<table><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Finding</th><th scope=\"col\">Bits</th>\
             </tr></thead><tbody>",
        );
        for (name, finding, bits) in self.rows() {
            let _ = write!(
                out,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{bits:+.1}</td></tr>",
                escaped(name),
                escaped(finding)
            );
        }
        let _ = write!(out, "</tbody></table><p>{}</p>", escaped(&self.verdict()));
        for it in &self.findings {
            let _ = write!(out, "<p>{}</p>", escaped(it));
        }
        out
    }

    /// The account as lines of text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (name, finding, bits) in self.rows() {
            let _ = writeln!(out, "{bits:>+7.1}  {name}: {finding}");
        }
        for it in &self.fields {
            if !it.learned {
                let _ = writeln!(out, "         {}: never seen in training; what is known before holds", it.name);
            }
        }
        let _ = writeln!(out, "{}", self.verdict());
        for it in &self.findings {
            let _ = writeln!(out, "Note: {it}");
        }
        out
    }
}
