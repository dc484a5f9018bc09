//! Birth dates as they were written down: whole, the year alone, or not known.

/// A birth date as recorded. It may be a date that never was (31 February): it is still what somebody wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Birth {
    /// Not known.
    #[default]
    Unknown,
    /// The year alone.
    Year(i16),
    /// Year, month and day.
    Day(i16, u8, u8),
}

impl Birth {
    /// Reads `2009-03-12`, `12/03/2009`, `12.3.09`, `2009`; anything else is not known. A year of two digits is the
    /// latest one that is not after `this_year`.
    #[must_use]
    pub fn read(text: &str, this_year: i16) -> Self {
        let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
        let number = |it: &str| it.parse::<i16>().ok().filter(|_| it.bytes().all(|c| c.is_ascii_digit()));
        match parts.as_slice() {
            [year] if year.len() == 4 => number(year).filter(|it| *it >= 1850).map_or(Self::Unknown, Self::Year),
            [year, month, day] if year.len() == 4 => Self::of(number(year), number(month), number(day)),
            [day, month, year] if matches!(year.len(), 2 | 4) => {
                let whole = number(year).map(|it| if year.len() == 4 { it } else { whole_year(it, this_year) });
                Self::of(whole, number(month), number(day))
            }
            _ => Self::Unknown,
        }
    }

    fn of(year: Option<i16>, month: Option<i16>, day: Option<i16>) -> Self {
        match (year, month, day) {
            (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) => Self::Day(year, small(month), small(day)),
            (Some(year), ..) if year >= 1850 => Self::Year(year),
            _ => Self::Unknown,
        }
    }

    /// The year, where known.
    #[must_use]
    pub const fn year(self) -> Option<i16> {
        match self {
            Self::Unknown => None,
            Self::Year(year) | Self::Day(year, ..) => Some(year),
        }
    }

    /// `20090312`.
    pub(crate) fn digits(self) -> Option<String> {
        match self {
            Self::Unknown | Self::Year(_) => None,
            Self::Day(year, month, day) => Some(format!("{year:04}{month:02}{day:02}")),
        }
    }

    /// 1 January often stands for "only the year is known".
    pub(crate) fn is_new_year(self) -> bool {
        matches!(self, Self::Day(_, 1, 1))
    }

    /// The dates that one slip of the pen would make of this one: day and month swapped, one digit wrong, two digits
    /// swapped, a day out.
    pub(crate) fn slips(self) -> Vec<String> {
        let (Self::Day(year, month, day), Some(own)) = (self, self.digits()) else { return Vec::new() };
        let mut out = vec![format!("{year:04}{day:02}{month:02}")];
        let bytes = own.as_bytes();
        for at in 2..8 {
            for digit in b'0'..=b'9' {
                let mut slip = bytes.to_vec();
                slip[at] = digit;
                out.push(String::from_utf8_lossy(&slip).into_owned());
            }
            if at < 7 {
                let mut slip = bytes.to_vec();
                slip.swap(at, at + 1);
                out.push(String::from_utf8_lossy(&slip).into_owned());
            }
        }
        out.push(format!("{year:04}{month:02}{:02}", day + 1));
        out.push(format!("{year:04}{month:02}{:02}", day.saturating_sub(1)));
        out.retain(|it| *it != own && could_be(it));
        out.sort_unstable();
        out.dedup();
        out
    }
}

fn could_be(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|it| it.parse::<u16>().ok()).unwrap_or(0);
    (1900..2100).contains(&number(0..4)) && (1..=12).contains(&number(4..6)) && (1..=31).contains(&number(6..8))
}

fn whole_year(two: i16, this_year: i16) -> i16 {
    let century = this_year - this_year.rem_euclid(100);
    if century + two <= this_year { century + two } else { century - 100 + two }
}

fn small(n: i16) -> u8 {
    u8::try_from(n).unwrap_or(0)
}
