//! Writing tables of a migration file: one value after the other, in a fixed order.

/// A table in braces on one line: `{ name = "id", type = "bigint" }`.
#[derive(Default)]
pub(super) struct Inline(String);

impl Inline {
    pub(super) fn text(mut self, key: &str, text: &str) -> Self {
        self.raw(key, &quoted(text));
        self
    }

    pub(super) fn optional(self, key: &str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(key, text),
            None => self,
        }
    }

    /// `key = true`, where it is.
    pub(super) fn set(mut self, key: &str, flag: bool) -> Self {
        if flag {
            self.raw(key, "true");
        }
        self
    }

    /// `key = false`, where it is not.
    pub(super) fn unset(mut self, key: &str, flag: bool) -> Self {
        if !flag {
            self.raw(key, "false");
        }
        self
    }

    /// A list of texts, where there are any.
    pub(super) fn texts<S: AsRef<str>>(mut self, key: &str, texts: &[S]) -> Self {
        if !texts.is_empty() {
            self.raw(key, &list(texts));
        }
        self
    }

    pub(super) fn raw(&mut self, key: &str, value: &str) {
        let comma = if self.0.is_empty() { "" } else { ", " };
        self.0.push_str(&format!("{comma}{key} = {value}"));
    }

    pub(super) fn end(self) -> String {
        format!("{{ {} }}", self.0)
    }
}

/// A table of lines: `key = value`.
#[derive(Default)]
pub(super) struct Lines(pub(super) String);

impl Lines {
    pub(super) fn text(&mut self, key: &str, text: &str) {
        self.raw(key, &quoted(text));
    }

    pub(super) fn optional(&mut self, key: &str, text: Option<&str>) {
        text.into_iter().for_each(|text| self.text(key, text));
    }

    pub(super) fn texts<S: AsRef<str>>(&mut self, key: &str, texts: &[S]) {
        self.raw(key, &list(texts));
    }

    pub(super) fn raw(&mut self, key: &str, value: &str) {
        self.0.push_str(&format!("{key} = {value}\n"));
    }

    /// A list with a line for each value, where there are any.
    pub(super) fn block(&mut self, key: &str, values: impl IntoIterator<Item = String>) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_some() {
            self.0.push_str(&format!("{key} = [\n"));
            values.for_each(|value| self.0.push_str(&format!("  {value},\n")));
            self.0.push_str("]\n");
        }
    }
}

pub(super) fn list<S: AsRef<str>>(texts: &[S]) -> String {
    let quoted: Vec<_> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}

/// A text in quotes; one of several lines in three of them, each line as it is.
pub(super) fn quoted(text: &str) -> String {
    let several = text.contains('\n');
    let mut out = String::from(if several { "\"\"\"\n" } else { "\"" });
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' if several => out.push('\n'),
            '\t' => out.push('\t'),
            // TOML has no control characters in texts.
            letter if letter.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push_str(if several { "\"\"\"" } else { "\"" });
    out
}
