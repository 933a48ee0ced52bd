//! Spans of time beside each other.

use std::time::Duration;

/// A span of a request's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) start: Duration,
    pub(super) end: Duration,
}

/// The lane of each span: the first one in which nothing else is at that time. Spans come in the order of their starts.
pub(super) fn lanes(intervals: &[Interval]) -> Vec<usize> {
    let mut ends: Vec<Duration> = Vec::new();
    let lane_of = |interval: &Interval| {
        let free = ends.iter().position(|end| *end <= interval.start).unwrap_or(ends.len());
        if free == ends.len() {
            ends.push(interval.end);
        }
        ends[free] = interval.end;
        free
    };
    intervals.iter().map(lane_of).collect()
}

/// The spans in which there is at least one of these. They come in the order of their starts.
pub(super) fn union(intervals: impl IntoIterator<Item = Interval>) -> Vec<Interval> {
    let mut merged: Vec<Interval> = Vec::new();
    for interval in intervals {
        match merged.last_mut() {
            Some(last) if interval.start <= last.end => last.end = last.end.max(interval.end),
            _ => merged.push(interval),
        }
    }
    merged
}

/// How long there is at least one of these.
pub(super) fn wall(intervals: impl IntoIterator<Item = Interval>) -> Duration {
    union(intervals).iter().map(|interval| interval.end - interval.start).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intervals(spans: &[(u64, u64)]) -> Vec<Interval> {
        let span = |(start, end): &(u64, u64)| Interval {
            start: Duration::from_millis(*start),
            end: Duration::from_millis(*end),
        };
        spans.iter().map(span).collect()
    }

    #[test]
    fn what_overlaps_lies_in_different_lanes_and_what_follows_in_the_first_free_one() {
        assert_eq!(lanes(&intervals(&[(0, 4), (1, 9), (2, 3), (4, 5), (4, 6)])), [0, 1, 2, 0, 2]);
        assert_eq!(lanes(&intervals(&[(0, 1), (1, 2), (2, 2), (2, 3)])), [0, 0, 0, 0]);
    }

    #[test]
    fn time_in_which_several_are_under_way_counts_once() {
        let spans = intervals(&[(0, 4), (1, 9), (2, 3), (10, 11)]);
        assert_eq!(union(spans.clone()), intervals(&[(0, 9), (10, 11)]));
        assert_eq!(wall(spans), Duration::from_millis(10));
    }
}
