//! A closed list of the law as an enum: each entry with its JSON key, its name in both languages, and its article.

/// Declares such an enum, with `ALL`, `key`, `from_key`, `name` and `article`.
macro_rules! listed {
    (
        $(#[$outer:meta])*
        pub enum $name:ident in $path:literal {
            $( $variant:ident => ($key:literal, $ja:literal, $en:literal, $article:expr), )+
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

            /// Where the entry is written.
            ///
            #[doc = concat!("```\nassert!(!", $path, "::ALL[0].article().to_string().is_empty());\n```")]
            #[must_use]
            pub const fn article(self) -> $crate::Article {
                match self {
                    $(Self::$variant => $article,)+
                }
            }
        }
    };
}

pub(crate) use listed;
