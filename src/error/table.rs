//! How `texts` is written down, and what is made of it: what the crate looks up, and the rows that the pages are generated from.

#[cfg(test)]
use super::names::{Code, Step};

/// Declares the texts of every code. Beside each hint stands the situation in which it applies, for the documentation. Hints
/// other than the code's general one have a word, under which the npm package knows them.
///
/// | Line | Hint |
/// |---|---|
/// | `if condition, Hint = word, "situation" => text` | where the condition holds; the first such line decides |
/// | `same if condition, Hint, "situation"` | the same, with a hint that stands under another code |
/// | `else => text` or `else "situation" => text` | in all other cases: the general one of the code |
/// | `hint Hint = word, "situation" => text` | where the code that finds the failure asks for it |
/// | `rust Hint, "situation" => text` | the same, where only Rust can meet it: the npm package does not have its text |
/// | `value Hint = word => text` | the same, for a value that the app gave |
/// | `typed word => text` | for a value whose type only TypeScript has to look at |
/// | `npm NAME, step, "situation" => message, hint` | in errors that TypeScript makes, by the constant `NAME` |
/// | `npm_at_once NAME, step, "situation" => message, hint` | the same, where no chunk can be waited for |
macro_rules! texts {
    (
        ($step:ident, $status:ident, $words:ident)
        $($code:ident $message:literal {
            $(if $condition:expr, $when_hint:ident = $when_word:literal, $when:literal => $when_text:literal;)*
            $(same if $same_condition:expr, $same:ident, $same_when:literal;)*
            else $($otherwise:literal)? => $general:literal;
            $(hint $hint:ident = $word:literal, $hint_when:literal => $text:literal;)*
            $(rust $rust:ident, $rust_when:literal => $rust_text:literal;)*
            $(value $value:ident = $value_word:literal => $value_text:literal;)*
            $(typed $typed_word:literal => $typed_text:literal;)*
            $(npm $npm:ident, $npm_step:ident, $npm_when:literal => $npm_message:literal, $npm_hint:literal;)*
            $(npm_at_once $once:ident, $once_step:ident, $once_when:literal => $once_message:literal, $once_hint:literal;)*
        })+
    ) => {
        /// A hint that is not the general one of its code. An error carries no text: who asks for it looks it up.
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Hint { $($($when_hint,)* $($hint,)* $($rust,)* $($value,)*)+ }

        impl Hint {
            /// The word under which the npm package has its text; `None` for what it cannot meet.
            #[cfg(feature = "js")]
            pub(crate) const fn as_str(self) -> Option<&'static str> {
                match self { $(
                    $(Self::$when_hint => Some($when_word),)*
                    $(Self::$hint => Some($word),)*
                    $(Self::$rust => None,)*
                    $(Self::$value => Some($value_word),)*
                )+ }
            }

            pub(super) const fn text(self) -> &'static str {
                match self { $(
                    $(Self::$when_hint => $when_text,)*
                    $(Self::$hint => $text,)*
                    $(Self::$rust => $rust_text,)*
                    $(Self::$value => $value_text,)*
                )+ }
            }
        }

        /// What happened, in one sentence.
        pub(super) const fn message(code: Code) -> &'static str {
            match code { $(Code::$code => $message,)+ }
        }

        /// What to change, where no hint is named.
        pub(super) const fn general_hint(code: Code) -> &'static str {
            match code { $(Code::$code => $general,)+ }
        }

        /// The hint that code, step and answer tell; `None` for the general one.
        pub(super) fn hint_for(code: Code, $step: Step, $status: Option<u16>, $words: &ServerWords) -> Option<Hint> {
            match code {
                $(Code::$code => {
                    $(if $condition { return Some(Hint::$when_hint); })*
                    $(if $same_condition { return Some(Hint::$same); })*
                    None
                })+
            }
        }

        /// The whole table, in the order of the documentation.
        #[cfg(test)]
        pub(super) const ALL: &[Texts] = &[$(Texts {
            code: Code::$code,
            message: $message,
            general: $general,
            hints: &[
                $(Row { word: Some($when_word), when: $when, text: $when_text },)*
                $(Row { word: None, when: $same_when, text: Hint::$same.text() },)*
                Row { word: None, when: concat!($($otherwise)?), text: $general },
                $(Row { word: Some($word), when: $hint_when, text: $text },)*
                $(Row { word: None, when: $rust_when, text: $rust_text },)*
            ],
            values: &[$(($value_word, $value_text),)* $(($typed_word, $typed_text),)*],
            npm: &[
                $(NpmError {
                    name: stringify!($npm),
                    step: Step::$npm_step,
                    when: $npm_when,
                    message: $npm_message,
                    hint: $npm_hint,
                    is_at_once: false,
                },)*
                $(NpmError {
                    name: stringify!($once),
                    step: Step::$once_step,
                    when: $once_when,
                    message: $once_message,
                    hint: $once_hint,
                    is_at_once: true,
                },)*
            ],
        },)+];
    };
}

pub(super) use texts;

/// The texts of a code, for the pages that are generated from them.
#[cfg(test)]
pub(super) struct Texts {
    pub code: Code,
    pub message: &'static str,
    /// The hint where no other is named.
    pub general: &'static str,
    pub hints: &'static [Row],
    /// What each value must be, by its word.
    pub values: &'static [(&'static str, &'static str)],
    pub npm: &'static [NpmError],
}

/// A hint, with the situation in which it applies; without one it always does.
#[cfg(test)]
pub(super) struct Row {
    /// `None` for the general one, where the hint stands under another code, and for what only Rust can meet.
    pub word: Option<&'static str>,
    pub when: &'static str,
    pub text: &'static str,
}

/// An error that is made in TypeScript, where the core is not or not yet involved.
#[cfg(test)]
pub(super) struct NpmError {
    pub name: &'static str,
    pub step: Step,
    pub when: &'static str,
    pub message: &'static str,
    pub hint: &'static str,
    /// It has its texts with it.
    pub is_at_once: bool,
}
