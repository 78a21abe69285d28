//! Kinds of answers and how long they may be.

/// The kind of answer; its word names the skeleton.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Complaint,
    Mixed,
    Vague,
    Abuse,
    Praise,
    Question,
    Suggestion,
    /// No opinion and no request.
    Note,
    /// Nothing but kind words under one or two stars.
    Slip,
    /// Most likely not about us: news, a slogan, talk among people.
    Aside,
    Regulated,
}

/// How long the text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Long,
    Short,
    /// The short form with its shortest action and one aspect.
    Tiny,
}

impl Form {
    /// Its skeleton in the phrase files.
    pub fn word(self) -> &'static str {
        match self {
            Form::Complaint => "complaint",
            Form::Mixed => "mixed",
            Form::Vague => "vague",
            Form::Abuse => "abuse",
            Form::Praise => "praise",
            Form::Question => "question",
            Form::Suggestion => "suggestion",
            Form::Note => "note",
            Form::Aside => "aside",
            Form::Slip => "slip",
            Form::Regulated => "regulated",
        }
    }

    /// The two variants, best first. An apology only where the fault is ours.
    pub fn kinds(self, positive: bool, business: bool) -> [&'static str; 2] {
        match self {
            Form::Praise => ["thanks_with_detail", "thanks"],
            Form::Regulated if positive => ["thanks", "thanks_short"],
            Form::Question => ["answer_later", "clarify"],
            Form::Suggestion => ["consider", "check"],
            Form::Note => ["noted", "noted_short"],
            Form::Slip => ["thanks", "clarify"],
            Form::Aside => ["not_about_us", "not_about_us_short"],
            Form::Complaint | Form::Mixed | Form::Vague | Form::Regulated if business => {
                ["with_apology", "without_apology"]
            }
            _ => ["with_sympathy", "without_sympathy"],
        }
    }
}
