//! Puts the numbers of a written date in their places: by their marks, or by their order.

use super::token::{Number, Token};
use crate::calendar::era::DateError;

/// The numbers of a date by their place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Numbers {
    pub(super) year: Option<Number>,
    pub(super) month: Option<Number>,
    pub(super) day: Option<Number>,
    /// Written 末日.
    pub(super) is_last_day: bool,
}

/// Puts the numbers in their places; a mark that stands at the wrong place makes the text unreadable.
pub(super) fn numbers(tokens: &[Token]) -> Result<Numbers, DateError> {
    let mut found = Numbers::default();
    let mut rest = tokens;
    while let [first, tail @ ..] = rest {
        rest = tail;
        match first {
            Token::Separator => {}
            Token::Number(number) => rest = found.place(*number, tail)?,
            Token::End if found.month.is_some() && found.day.is_none() => {
                found.is_last_day = matches!(tail, [Token::DayMark]);
                return if matches!(tail, [] | [Token::DayMark]) {
                    Ok(found)
                } else {
                    Err(DateError::Unreadable)
                };
            }
            _ => return Err(DateError::Unreadable),
        }
    }
    Ok(found)
}

impl Numbers {
    /// Places a number by its mark, or by its order where it has none; returns what follows.
    fn place<'t>(&mut self, number: Number, tail: &'t [Token]) -> Result<&'t [Token], DateError> {
        let (mark, rest) = match tail {
            [mark @ (Token::YearMark | Token::MonthMark | Token::DayMark), rest @ ..] => {
                (Some(*mark), rest)
            }
            rest => (None, rest),
        };
        let is_free = |slot: Option<Number>| slot.is_none();
        match mark {
            Some(Token::MonthMark) if is_free(self.year) => return Err(DateError::UncertainYear),
            None | Some(Token::YearMark) if is_free(self.year) => self.year = Some(number),
            None | Some(Token::MonthMark) if is_free(self.month) => self.month = Some(number),
            None | Some(Token::DayMark) if is_free(self.day) && self.month.is_some() => {
                self.day = Some(number);
            }
            _ => return Err(DateError::Unreadable),
        }
        Ok(rest)
    }

    /// Cuts `20260515`, and `080515` after an era, into their parts.
    pub(super) fn unpack(self, has_era: bool) -> Self {
        let Some(packed) = self.year.filter(|_| self.month.is_none()) else { return self };
        if packed.digits != if has_era { 6 } else { 8 } {
            return self;
        }
        let part = |value: i64, digits: usize| Some(Number { value, digits, is_first: false });
        Self {
            year: part(packed.value / 10_000, packed.digits - 4),
            month: part(packed.value / 100 % 100, 2),
            day: part(packed.value % 100, 2),
            is_last_day: false,
        }
    }
}
