//! Which column of a table, or which path of a JSON object, holds which field of a review: the way in
//! for files that others made.
//!
//! A mapping is a flat TOML table, `field = "column or path"`, with `list` for where the reviews stand
//! in a document that is one JSON value. It stands in a file (`otklik import --mapping FILE`), in the
//! configuration (`[source.columns]`), or is one of those that come with the program.

use crate::domain::Lang;
use crate::i18n;
use otklik_adapters::parse::path::Path;
use serde_json::Value;
use std::collections::BTreeMap;

/// The fields that an import knows, in the order of the documents.
pub const FIELDS: &[&str] = &[
    "id",
    "external_id",
    "parent",
    "author_name",
    "author_id",
    "rating",
    "title",
    "text",
    "lang",
    "created_at",
    "updated_at",
    "official_reply_text",
    "official_reply_at",
    "media",
    "provider",
    "url",
    "removed",
];

/// Where the reviews stand in a document.
const LIST: &str = "list";

/// Mappings that come with the program, for dumps of known tools: name and text.
#[derive(rust_embed::RustEmbed)]
#[folder = "config/mappings"]
struct Shipped;

/// A checked mapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    list: Path,
    fields: BTreeMap<String, Column>,
}

/// One column: as it is written (a table's header) and as a path (JSON).
#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    written: String,
    path: Option<Path>,
}

/// What is wrong with a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadMapping {
    /// Not TOML, or not a flat table of texts: what the reader says, with line and column.
    Toml(String),
    /// The field that does not exist.
    Unknown(String),
    /// `list` is no path: why.
    List(String),
    NoId,
    /// The name that is neither a file nor a shipped mapping.
    Nowhere(String),
}

impl BadMapping {
    /// In words, with what is allowed.
    pub fn text(&self, lang: Lang) -> String {
        let (key, what, known) = match self {
            BadMapping::Toml(why) => ("toml", why.as_str(), String::new()),
            BadMapping::Unknown(field) => ("unknown", field.as_str(), FIELDS.join(", ")),
            BadMapping::List(why) => ("list", why.as_str(), String::new()),
            BadMapping::NoId => ("no-id", "", String::new()),
            BadMapping::Nowhere(name) => ("nowhere", name.as_str(), names().join(", ")),
        };
        let args = [("what", what.into()), ("known", known.as_str().into())];
        i18n::t(lang, &format!("mapping-{key}"), &args)
    }
}

impl Mapping {
    /// Checks `field -> column`.
    ///
    /// # Errors
    /// The first wrong field.
    pub fn of(table: &BTreeMap<String, String>) -> Result<Self, BadMapping> {
        let mut mapping = Mapping::default();
        for (field, column) in table {
            if field == LIST {
                mapping.list = Path::read(column).map_err(BadMapping::List)?;
                continue;
            }
            if !FIELDS.contains(&field.as_str()) {
                return Err(BadMapping::Unknown(field.clone()));
            }
            let column = Column {
                written: column.trim().to_owned(),
                path: Path::read(column).ok(),
            };
            mapping.fields.insert(field.clone(), column);
        }
        if !["id", "external_id"]
            .iter()
            .any(|f| mapping.fields.contains_key(*f))
        {
            return Err(BadMapping::NoId);
        }
        Ok(mapping)
    }

    /// Reads the TOML of a mapping.
    ///
    /// # Errors
    /// Line and cause.
    pub fn read(text: &str) -> Result<Self, BadMapping> {
        let table: BTreeMap<String, String> =
            toml::from_str(text).map_err(|e| BadMapping::Toml(e.to_string().trim().to_owned()))?;
        Mapping::of(&table)
    }

    /// A file's mapping, or a shipped one by its name.
    ///
    /// # Errors
    /// [`BadMapping`].
    pub fn named(name: &str) -> Result<Self, BadMapping> {
        match std::fs::read_to_string(name) {
            Ok(text) => Mapping::read(&text),
            Err(_) => shipped(name).ok_or_else(|| BadMapping::Nowhere(name.to_owned()))?,
        }
    }

    /// The shipped mapping that fits a document: its list is there, and the first review has an id and
    /// a text where the mapping says.
    pub fn fitting(document: &Value) -> Option<Self> {
        names().iter().find_map(|name| {
            let mapping = shipped(name)?.ok()?;
            let first = mapping.reviews(document).into_iter().next()?;
            let there = |field: &str| mapping.value(first, field).is_some_and(|v| !v.is_null());
            ((there("id") || there("external_id")) && there("text")).then_some(mapping)
        })
    }

    /// The reviews of a document: the elements of the list, or the values of an object of reviews.
    pub fn reviews<'v>(&self, document: &'v Value) -> Vec<&'v Value> {
        match self.list.first(document) {
            Some(Value::Array(list)) => list.iter().collect(),
            Some(Value::Object(by_id)) => by_id.values().filter(|v| v.is_object()).collect(),
            _ => Vec::new(),
        }
    }

    /// Reviews stand by themselves, not in a list of a document.
    pub fn is_flat(&self) -> bool {
        self.list == Path::default()
    }

    /// What stands where a field's path leads.
    pub fn value<'v>(&self, review: &'v Value, field: &str) -> Option<&'v Value> {
        self.fields.get(field)?.path.as_ref()?.first(review)
    }

    /// The header of a table in the names of the fields; columns of no field keep a name that no field
    /// has.
    pub fn header(&self, header: &[String]) -> Vec<String> {
        let field_of = |column: &String| {
            let same = |c: &&Column| c.written.to_lowercase() == column.trim().to_lowercase();
            let found = self.fields.iter().find(|(_, c)| same(c));
            found.map_or_else(String::new, |(field, _)| field.clone())
        };
        header.iter().map(field_of).collect()
    }
}

/// Names of the shipped mappings.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = Shipped::iter()
        .filter_map(|f| f.strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();
    names
}

fn shipped(name: &str) -> Option<Result<Mapping, BadMapping>> {
    let file = Shipped::get(&format!("{name}.toml"))?;
    Some(Mapping::read(&String::from_utf8_lossy(&file.data)))
}
