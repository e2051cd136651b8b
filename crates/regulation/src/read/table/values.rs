//! Getters for single values: text, words of closed lists, flags, numbers.

use crate::text::Text;

use super::{
    super::{
        faults::{self, Shape},
        value,
    },
    TableReader, is_id,
};

impl TableReader<'_> {
    pub(in crate::read) fn string(&mut self, key: &'static str) -> String {
        let Some(value) = self.entry(key) else { return String::new() };
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, Shape::String);
            return String::new();
        };
        text.to_owned()
    }

    /// Whether there is a text under a key.
    pub(in crate::read) fn is_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().is_str())
    }

    pub(in crate::read) fn required_string(&mut self, key: &'static str) -> String {
        self.require(key, Shape::String);
        let text = self.string(key);
        if self.is_text(key) && text.trim().is_empty() && !self.source.is_broken {
            let finding = faults::empty_value(self.place_of(key), key);
            self.report(finding);
        }
        text
    }

    /// An id, under its key.
    pub(in crate::read) fn id(&mut self) -> String {
        let id = self.required_string("id");
        if !id.is_empty() && !is_id(&id) {
            let finding = faults::bad_id(self.place_of("id"), &id, "holdings_register");
            self.report(finding);
        }
        id
    }

    pub(in crate::read) fn strings(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.entry(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(key, Shape::Strings);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for (index, item) in items.iter().enumerate() {
            self.note_item(key, index, item);
            if let Some(text) = item.get_ref().as_str() {
                texts.push(text.to_owned());
            } else {
                let finding =
                    faults::wrong_type(self.source.place(item.span().start), key, Shape::Strings);
                self.report(finding);
            }
        }
        texts
    }

    /// A pair of words; a single string is reported, and taken as the Japanese.
    pub(in crate::read) fn words(&mut self, key: &'static str) -> Text {
        let Some(value) = self.entry(key) else { return Text::default() };
        if let Some(text) = value.get_ref().as_str() {
            let text = Text::new(text, text);
            self.wrong_type(key, Shape::Words);
            return text;
        }
        let place = self.place_of(key);
        let words = self.part(key, Shape::Words, |pair| {
            Text::new(pair.required_string("ja"), pair.string("en"))
        });
        let words = words.unwrap_or_default();
        if !words.ja.is_empty() && words.en.trim().is_empty() {
            self.report(faults::missing_english(place, key));
        }
        words
    }

    pub(in crate::read) fn required_words(&mut self, key: &'static str) -> Text {
        self.require(key, Shape::Words);
        self.words(key)
    }

    /// One word of a closed list.
    pub(in crate::read) fn word<T: Copy>(
        &mut self,
        key: &'static str,
        allowed: &[(&str, T)],
    ) -> Option<T> {
        let value = self.entry(key)?;
        let Some(word) = value.get_ref().as_str() else {
            self.wrong_type(key, Shape::String);
            return None;
        };
        let found = allowed.iter().find(|(name, _)| *name == word).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let names: Vec<&str> = allowed.iter().map(|(name, _)| *name).collect();
            let finding = faults::unknown_value(self.place_of(key), key, word, &names);
            self.report(finding);
        }
        found
    }

    pub(in crate::read) fn required_word<T: Copy>(
        &mut self,
        key: &'static str,
        allowed: &[(&str, T)],
    ) -> Option<T> {
        self.require(key, Shape::String);
        self.word(key, allowed)
    }

    pub(in crate::read) fn flag(&mut self, key: &'static str) -> bool {
        let Some(value) = self.entry(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_type(key, Shape::Flag);
            false
        })
    }

    /// A whole number from `least` to `most`.
    pub(in crate::read) fn integer(
        &mut self,
        key: &'static str,
        least: i64,
        most: i64,
    ) -> Option<i64> {
        let value = self.entry(key)?;
        let Some(digits) = value.get_ref().as_integer() else {
            self.wrong_type(key, Shape::Integer);
            return None;
        };
        let number = i64::from_str_radix(digits.as_str(), digits.radix())
            .ok()
            .filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let finding = faults::out_of_range(self.place_of(key), key, least, most);
            self.report(finding);
        }
        number
    }

    /// A value as a record's JSON writes it.
    pub(in crate::read) fn value(&mut self, key: &'static str) -> Option<serde_json::Value> {
        let found = self.entry(key)?;
        let json = value::to_json(found.get_ref());
        if json.is_none() {
            self.wrong_type(key, Shape::Value);
        }
        json
    }
}
