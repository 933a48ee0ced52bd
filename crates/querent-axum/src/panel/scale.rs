//! The scale of a time line.

use std::fmt;
use std::time::Duration;

/// The narrowest bar, in percent: less is not seen.
const NARROWEST: f64 = 0.3;

/// Where there is room for the last label, in percent.
const LAST_LABEL: f64 = 93.0;

/// The most marks on the scale.
const MARKS: f64 = 6.0;

/// The scale of a time line: from nothing to the end of what is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    total: f64,
    step: f64,
}

/// A part of the scale's length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Percent(pub(super) f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}%", self.0)
    }
}

impl Scale {
    /// A scale as long as this, with marks at round numbers.
    pub(super) fn of(total: Duration) -> Scale {
        let total = total.as_secs_f64().max(1e-6);
        let power = 10_f64.powf((total / MARKS).log10().floor());
        let step =
            [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| total / step <= MARKS);
        Scale { total, step: step.unwrap_or(total) }
    }

    /// Where a moment lies.
    pub(super) fn at(&self, moment: Duration) -> Percent {
        Percent((moment.as_secs_f64() / self.total * 100.0).min(100.0 - NARROWEST))
    }

    /// How long a span is, which ends on the scale and can be seen.
    pub(super) fn width(&self, start: Duration, end: Duration) -> Percent {
        let width = end.saturating_sub(start).as_secs_f64() / self.total * 100.0;
        Percent(width.min(100.0 - self.at(start).0).max(NARROWEST))
    }

    /// How far the marks are from each other.
    pub(super) fn step(&self) -> Percent {
        Percent(self.step / self.total * 100.0)
    }

    /// The marks, with what they say, `0`, `10 ms`, `20 ms`; without one that the end leaves no room for.
    pub(super) fn marks(&self) -> Vec<(Percent, String)> {
        let count = (self.total / self.step * 1.000_001).floor() as u32;
        let marks =
            (0..=count).map(|number| (Percent(self.step().0 * f64::from(number)), self.label(number)));
        marks.filter(|(at, _)| at.0 < LAST_LABEL).collect()
    }

    fn label(&self, number: u32) -> String {
        let seconds = self.step * f64::from(number);
        let (value, unit, step) = match self.total {
            ..1.0 => (seconds * 1e3, "ms", self.step * 1e3),
            _ => (seconds, "s", self.step),
        };
        let decimals = (-step.log10()).ceil().max(0.0) as usize;
        if number == 0 { "0".to_owned() } else { format!("{value:.decimals$} {unit}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(micros: u64) -> Vec<String> {
        Scale::of(Duration::from_micros(micros)).marks().into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn marks_stand_at_round_numbers() {
        assert_eq!(labels(48_200), ["0", "10 ms", "20 ms", "30 ms", "40 ms"]);
        assert_eq!(labels(1_000), ["0", "0.2 ms", "0.4 ms", "0.6 ms", "0.8 ms"]);
        assert_eq!(labels(2_600_000), ["0", "0.5 s", "1.0 s", "1.5 s", "2.0 s"]);
        assert_eq!(labels(0).len(), 5);
    }

    #[test]
    fn what_is_short_can_be_seen_and_what_is_late_stays_on_the_scale() {
        let scale = Scale::of(Duration::from_millis(100));
        let millis = Duration::from_millis;
        assert_eq!(
            (scale.at(millis(25)), scale.width(millis(25), millis(75))),
            (Percent(25.0), Percent(50.0))
        );
        assert_eq!(scale.width(millis(1), millis(1)), Percent(NARROWEST));
        let late = (scale.at(millis(200)), scale.width(millis(200), millis(300)));
        assert!(late.0.0 + late.1.0 <= 100.0 && late.1.0 > 0.0, "{late:?}");
        assert_eq!(scale.at(millis(25)).to_string(), "25.00%");
    }
}
