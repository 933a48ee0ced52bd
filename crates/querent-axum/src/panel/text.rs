//! Numbers and moments as a reader takes them in.

use std::time::{Duration, SystemTime};

use querent::time::OffsetDateTime;

/// A span of time with three digits: `0.42 ms`, `18.3 ms`, `482 ms`, `4.82 s`, `3 min 20 s`.
pub(super) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    match seconds {
        0.0 => "0 ms".to_owned(),
        ..0.9995 => format!("{} ms", three_digits(seconds * 1000.0)),
        ..119.5 => format!("{} s", three_digits(seconds)),
        _ => {
            let seconds = seconds.round() as u64;
            format!("{} min {} s", seconds / 60, seconds % 60)
        }
    }
}

/// At least two decimals are zeros where the third digit is one of the whole.
fn three_digits(value: f64) -> String {
    match value {
        ..9.995 => format!("{value:.2}"),
        ..99.95 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

/// A number with its thousands apart: `1,234,567`.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things: `1 row`, `20 rows`, `2 queries`.
pub(super) fn counted(number: u64, thing: &str) -> String {
    let plural = match thing.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{thing}s"),
    };
    format!("{} {}", count(number), if number == 1 { thing } else { &plural })
}

/// A share of a hundred, without decimals unless it is small.
pub(super) fn percent(part: f64, whole: f64) -> String {
    match whole {
        0.0 => "–".to_owned(),
        _ => format!("{:.0} %", part / whole * 100.0),
    }
}

/// How long ago: `just now`, `12 s ago`, `3 min ago`, `5 h ago`, `2 d ago`.
pub(super) fn ago(moment: SystemTime, now: SystemTime) -> String {
    let seconds = now.duration_since(moment).unwrap_or_default().as_secs();
    match seconds {
        0 => "just now".to_owned(),
        1..60 => format!("{seconds} s ago"),
        60..3_600 => format!("{} min ago", seconds / 60),
        3_600..86_400 => format!("{} h ago", seconds / 3_600),
        _ => format!("{} d ago", seconds / 86_400),
    }
}

/// A moment as machines read it, in UTC: `2026-03-01T12:00:00.250Z`.
pub(super) fn moment(moment: SystemTime) -> String {
    let at = OffsetDateTime::from(moment);
    let (date, time) = (at.date(), clock(moment));
    format!("{date}T{time}.{:03}Z", at.millisecond())
}

/// The time of day, in UTC: `12:00:00`.
pub(super) fn clock(moment: SystemTime) -> String {
    let at = OffsetDateTime::from(moment);
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_time_has_three_digits() {
        for (micros, text) in [
            (0, "0 ms"),
            (4, "0.00 ms"),
            (420, "0.42 ms"),
            (4_210, "4.21 ms"),
            (9_996, "10.0 ms"),
            (18_349, "18.3 ms"),
            (482_499, "482 ms"),
            (999_600, "1.00 s"),
            (4_820_000, "4.82 s"),
            (64_000_000, "64.0 s"),
            (200_000_000, "3 min 20 s"),
        ] {
            assert_eq!(duration(Duration::from_micros(micros)), text);
        }
    }

    #[test]
    fn numbers_are_grouped_and_things_counted() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(
            [(1, "row"), (20, "row"), (2, "query")].map(|(n, thing)| counted(n, thing)),
            ["1 row", "20 rows", "2 queries"]
        );
        assert_eq!((percent(1.0, 4.0), percent(0.0, 0.0)), ("25 %".to_owned(), "–".to_owned()));
    }

    #[test]
    fn moments_are_told_in_utc_and_by_their_distance() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(1_772_366_400_250);
        assert_eq!(moment(at), "2026-03-01T12:00:00.250Z");
        let told = [0, 12, 200, 20_000, 200_000].map(|seconds| ago(at, at + Duration::from_secs(seconds)));
        assert_eq!(told, ["just now", "12 s ago", "3 min ago", "5 h ago", "2 d ago"]);
        assert_eq!(ago(at, at - Duration::from_secs(5)), "just now", "clocks are set back");
    }
}
