//! A closed list of the law as an enum: each entry with its JSON key, its name in both languages, its article, and its force.
//!
//! An entry without `from` is in force since the first text held here ([`RULES_FROM`](crate::statute::RULES_FROM)).

/// Declares such an enum, with `ALL`, `key`, `from_key`, `name`, `article`, `force` and `in_force`.
macro_rules! listed {
    (@from) => { $crate::statute::RULES_FROM };
    (@from $from:expr) => { $from };
    (@until) => { None };
    (@until $until:expr) => { Some($until) };
    (
        $(#[$outer:meta])*
        pub enum $name:ident in $path:literal {
            $( $variant:ident => ($key:literal, $ja:literal, $en:literal, $article:expr $(, from $from:expr)? $(, until $until:expr)?), )+
        }
    ) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(
                #[doc = concat!($ja, ": ", $en, ".")]
                $variant,
            )+
        }

        impl $name {
            /// Every entry, in the order of the law.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The key in JSON; the article is on the entry.
            ///
            #[doc = concat!("```\nassert!(!", $path, "::ALL[0].key().is_empty());\n```")]
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)+
                }
            }

            /// The entry of a key; the article is on the entry.
            ///
            #[doc = concat!("```\nlet first = ", $path, "::ALL[0];\nassert_eq!(", $path, "::from_key(first.key()), Some(first));\n```")]
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|entry| entry.key() == key)
            }

            /// The name in both languages; the article is on the entry.
            ///
            #[doc = concat!("```\nassert!(!", $path, "::ALL[0].name().ja.is_empty());\n```")]
            #[must_use]
            pub const fn name(self) -> $crate::Text {
                match self {
                    $(Self::$variant => $crate::Text::fixed($ja, $en),)+
                }
            }

            /// Where the entry is written (the article is on the entry).
            ///
            #[doc = concat!("```\nassert!(!", $path, "::ALL[0].article().to_string().is_empty());\n```")]
            #[must_use]
            pub const fn article(self) -> $crate::Article {
                match self {
                    $(Self::$variant => $article,)+
                }
            }

            /// From when until when the entry is in force; the article is on the entry.
            ///
            #[doc = concat!("```\nlet first = ", $path, "::ALL[0];\nassert!(first.force().from <= law::statute::DATA_MADE_ON);\n```")]
            #[must_use]
            pub const fn force(self) -> $crate::statute::Dated<()> {
                let (from, until) = match self {
                    $(Self::$variant => (
                        $crate::listed::listed!(@from $($from)?),
                        $crate::listed::listed!(@until $($until)?),
                    ),)+
                };
                $crate::statute::Dated { from, until, value: () }
            }

            /// The entries in force on a day, in the order of the law; of days before the first text held, those of that text. The article is on each entry (the article is on the entry).
            ///
            #[doc = concat!("```\nassert!(!", $path, "::in_force(law::statute::DATA_MADE_ON).is_empty());\n```")]
            #[must_use]
            pub fn in_force(as_of: jiff::civil::Date) -> Vec<Self> {
                let day = as_of.max($crate::statute::RULES_FROM);
                Self::ALL.iter().copied().filter(|entry| entry.force().holds_on(day)).collect()
            }
        }
    };
}

pub(crate) use listed;
