//! The JSON feed as it is on the wire: every scalar is `{"label": "…"}`. Borrowed from the body,
//! lenient about what is missing.

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

#[derive(Debug, Deserialize)]
pub struct Body<'a> {
    #[serde(borrow)]
    pub feed: Feed<'a>,
}

#[derive(Debug, Deserialize)]
pub struct Feed<'a> {
    /// Absent (empty page), one object (one review) or a list.
    #[serde(borrow, default)]
    pub entry: Many<Entry<'a>>,
    #[serde(borrow, default)]
    pub link: Many<Link<'a>>,
    #[serde(borrow, default)]
    pub id: Label<'a>,
}

#[derive(Debug, Deserialize)]
pub struct Entry<'a> {
    #[serde(borrow, default)]
    pub id: Label<'a>,
    #[serde(borrow, default)]
    pub author: Author<'a>,
    #[serde(borrow, default)]
    pub updated: Label<'a>,
    #[serde(borrow, default, rename = "im:rating")]
    pub rating: Label<'a>,
    #[serde(borrow, default)]
    pub title: Label<'a>,
    /// Text, or several forms of it.
    #[serde(borrow, default)]
    pub content: Many<Content<'a>>,
}

#[derive(Debug, Default, Deserialize)]
pub struct Author<'a> {
    #[serde(borrow, default)]
    pub name: Label<'a>,
    #[serde(borrow, default)]
    pub uri: Label<'a>,
}

#[derive(Debug, Deserialize)]
pub struct Content<'a> {
    #[serde(borrow, default)]
    pub label: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub attributes: Kind<'a>,
}

#[derive(Debug, Default, Deserialize)]
pub struct Kind<'a> {
    #[serde(borrow, default, rename = "type")]
    pub kind: Option<Cow<'a, str>>,
}

#[derive(Debug, Deserialize)]
pub struct Link<'a> {
    #[serde(borrow, default)]
    pub attributes: LinkTo<'a>,
}

#[derive(Debug, Default, Deserialize)]
pub struct LinkTo<'a> {
    #[serde(borrow, default)]
    pub rel: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub href: Option<Cow<'a, str>>,
}

/// `{"label": "…"}`, the bare string, or nothing.
#[derive(Debug, Default)]
pub struct Label<'a>(pub Option<Cow<'a, str>>);

impl Label<'_> {
    pub fn text(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Label<'a> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Scalar<'a>(PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Scalar<'a> {
            type Value = Label<'a>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a label")
            }
            fn visit_unit<E>(self) -> Result<Label<'a>, E> {
                Ok(Label(None))
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Label<'a>, E> {
                Ok(Label(Some(Cow::Borrowed(text))))
            }
            fn visit_str<E>(self, text: &str) -> Result<Label<'a>, E> {
                Ok(Label(Some(Cow::Owned(text.to_owned()))))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Label<'a>, E> {
                Ok(Label(Some(Cow::Owned(number.to_string()))))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Label<'a>, A::Error> {
                let mut label = Label(None);
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    if key == "label" {
                        label = map.next_value()?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(label)
            }
        }
        d.deserialize_any(Scalar(PhantomData))
    }
}

/// A list, or the one element that a list of one becomes in this feed.
#[derive(Debug)]
pub struct Many<T>(pub Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Many(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct OneOrMany<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMany<T> {
            type Value = Many<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or a list of objects")
            }
            fn visit_unit<E>(self) -> Result<Many<T>, E> {
                Ok(Many::default())
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Many<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|one| Many(vec![one]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Many<T>, A::Error> {
                let mut all = Vec::with_capacity(seq.size_hint().unwrap_or(50).min(50));
                while let Some(one) = seq.next_element()? {
                    all.push(one);
                }
                Ok(Many(all))
            }
        }
        d.deserialize_any(OneOrMany(PhantomData))
    }
}
