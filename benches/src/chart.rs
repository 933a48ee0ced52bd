//! A chart of ratios, as an SVG.

use maud::{Markup, PreEscaped, html};

/// The bars of one group.
pub(crate) struct Group {
    pub(crate) name: String,
    /// A ratio for each series; `None` where it has none.
    pub(crate) ratios: Vec<Option<f64>>,
}

/// The colours of the series; they tell them apart on white and on black.
const COLORS: [&str; 7] = ["#2563eb", "#9ca3af", "#f59e0b", "#10b981", "#8b5cf6", "#ef4444", "#14b8a6"];

const BAR: f64 = 9.0;
const GAP: f64 = 10.0;
const LEFT: f64 = 110.0;
const TOP: f64 = 58.0;
const WIDTH: f64 = 560.0;

/// Draws bars from 1 to the left or right, on a scale on which twice and half are equally far.
pub(crate) fn draw(title: &str, series: &[&str], groups: &[Group]) -> String {
    let largest = groups.iter().flat_map(|group| group.ratios.iter().flatten()).copied().fold(2.0, f64::max);
    let smallest = groups.iter().flat_map(|group| group.ratios.iter().flatten()).copied().fold(0.8, f64::min);
    let place = |ratio: f64| LEFT + WIDTH * (ratio / smallest).ln() / (largest / smallest).ln();
    let group_height = BAR * series.len() as f64 + GAP;
    let height = TOP + group_height * groups.len() as f64 + 10.0;
    let lines = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];
    let lines = lines.into_iter().filter(|line| (smallest..=largest).contains(line));
    let drawn: Markup = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {:.0} {height:.0}", LEFT + WIDTH + 50.0))
            font-family="sans-serif" font-size="11" fill="#6b7280" {
            text x="8" y="16" font-size="13" { (title) }
            @for (number, name) in series.iter().enumerate() {
                rect x=(8 + 92 * number) y="26" width="9" height="9" fill=(COLORS[number % COLORS.len()]) {}
                text x=(20 + 92 * number) y="34" { (name) }
            }
            @for line in lines {
                line x1=(at(place(line))) x2=(at(place(line))) y1=(TOP - 6.0) y2=(height - 8.0)
                    stroke=(if line == 1.0 { "#6b7280" } else { "#d1d5db" }) {}
                text x=(at(place(line))) y=(TOP - 9.0) text-anchor="middle" { (line) }
            }
            @for (number, group) in groups.iter().enumerate() {
                @let top = TOP + group_height * number as f64;
                text x=(LEFT - 8.0) y=(at(top + group_height / 2.0)) text-anchor="end" { (group.name) }
                @for (bar, ratio) in group.ratios.iter().enumerate() {
                    @if let Some(ratio) = ratio {
                        @let (from, to) = (place(ratio.min(1.0)), place(ratio.max(1.0)));
                        rect x=(at(from)) y=(at(top + BAR * bar as f64)) width=(at((to - from).max(1.0)))
                            height=(BAR - 1.0) fill=(COLORS[bar % COLORS.len()]) {
                            title { (series[bar]) ", " (group.name) ": " (format!("{ratio:.2}")) }
                        }
                    }
                }
            }
        }
    };
    let PreEscaped(text) = drawn;
    text + "\n"
}

/// A coordinate, to a tenth.
fn at(place: f64) -> String {
    format!("{place:.1}")
}
