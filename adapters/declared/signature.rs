//! Signatures of calls, in data.

use super::call::Asker;
use super::template::Words;
use crate::Failure;
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// MD5, in hex, of all fields of a form as `name=value`, sorted and joined without anything between them, and
/// of the secret's own MD5 behind them. Odnoklassniki, Mail.ru and many older interfaces sign so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SortedMd5 {
    /// The field that the signature becomes.
    pub name: String,
    pub secret: Words,
    /// Fields that go along unsigned.
    #[serde(default)]
    pub beside: BTreeMap<String, Words>,
}

impl SortedMd5 {
    /// Adds the signature, and what goes unsigned.
    ///
    /// # Errors
    /// [`Failure::Auth`] where a key is missing.
    pub fn sign(&self, asker: &Asker<'_>, fields: &mut Vec<(String, String)>) -> Result<(), Failure> {
        let secret = asker.fill(&self.secret)?.unwrap_or_default();
        let signature = of(fields, &secret);
        fields.push((self.name.clone(), signature));
        fields.extend(asker.fields(&self.beside)?);
        Ok(())
    }

    /// All texts with gaps.
    pub fn words(&self) -> impl Iterator<Item = &Words> {
        self.beside.values().chain([&self.secret])
    }
}

fn of(fields: &[(String, String)], secret: &str) -> String {
    let mut pairs: Vec<String> = fields.iter().map(|(k, v)| format!("{k}={v}")).collect();
    pairs.sort();
    md5_hex(&(pairs.concat() + &md5_hex(secret)))
}

fn md5_hex(text: &str) -> String {
    Md5::digest(text).iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_signed_over_its_sorted_fields_and_the_secret() {
        let fields = [("method", "a.b"), ("format", "json"), ("application_key", "K")];
        let fields = fields.map(|(k, v)| (k.to_owned(), v.to_owned()));
        // printf TOKENSECRET | md5sum, then printf 'application_key=Kformat=jsonmethod=a.b<that>' | md5sum
        assert_eq!(of(&fields, "TOKENSECRET"), "7233a1a1b707e50d802e496dabe3f4ca");
    }
}
