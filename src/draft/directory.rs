//! Facts of the configuration: contact person, playbook term, calendar, «Вы» or «вы». Never a word of a review.

use crate::config::{Config, Location, You};
use crate::domain::{Topic, Urgency};
use serde_json::{Map, Value};

/// What the facts are looked up by.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub platform: Option<&'a str>,
    pub location: Option<&'a str>,
    pub topics: &'a [Topic],
    pub urgency: Urgency,
}

/// The facts for one review; the first fitting contact and playbook count.
pub fn facts(config: &Config, subject: Subject<'_>) -> Map<String, Value> {
    let mut facts = Map::new();
    let location = config
        .locations
        .iter()
        .find(|l| Some(l.name.as_str()) == subject.location);
    place(config, location, &mut facts);
    let open = |list: &[String], value: Option<&str>| {
        list.is_empty() || value.is_some_and(|v| list.iter().any(|l| l == v))
    };
    let about = |list: &[Topic]| list.is_empty() || list.iter().any(|t| subject.topics.contains(t));
    let contact = config.contacts.iter().find(|c| {
        about(&c.topic) && open(&c.location, subject.location) && open(&c.platform, subject.platform)
    });
    if let Some(contact) = contact {
        facts.insert("contact_person".to_owned(), contact.person.clone().into());
        facts.insert("private_channel".to_owned(), contact.channel.clone().into());
        if let Some(role) = &contact.role {
            facts.insert("contact_role".to_owned(), role.clone().into());
        }
    }
    let playbook = config.playbooks.iter().find(|p| {
        let urgent = p.urgency.is_empty() || p.urgency.contains(&subject.urgency);
        urgent && about(&p.topic) && open(&p.location, subject.location)
    });
    if let Some(days) = playbook.and_then(crate::config::Playbook::working_days) {
        facts.insert("working_days".to_owned(), days.into());
    }
    facts
}

fn place(config: &Config, location: Option<&Location>, facts: &mut Map<String, Value>) {
    let zone = location.map_or_else(|| config.zone(), |l| l.time_zone);
    facts.insert("time_zone".to_owned(), zone.name().into());
    if let Some(calendar) = location.and_then(|l| l.calendar.clone()) {
        facts.insert("calendar".to_owned(), calendar.into());
    }
    if config.reply.you == You::Small {
        facts.insert("address".to_owned(), "вы".into());
    }
}
