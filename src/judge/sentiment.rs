//! Sentiment: the trained model reads the words, with the balance of the lexicon as one of its inputs; stars win
//! where they exist. A text that the model cannot read (no words, foreign script) is left to the lexicon.

use super::book::Kind;
use super::fold::Folded;
use super::hits::{Hit, Matched};
use super::local::ANSWERS_ALL;
use super::model::{ANSWERS, Model, Reading};
use super::settings::Settings;
use crate::domain::words::Probabilities;
use crate::domain::{Sensitive, Sentiment};

/// What the words and the stars say together.
#[derive(Debug)]
pub struct Feeling {
    pub sentiment: Sentiment,
    pub p: Probabilities,
    /// The text alone, before the stars.
    pub text: Probabilities,
    /// Three stars for harm done to people: the words hold.
    pub harmed: bool,
    /// Sums of praise and blame in the text, both at least 0.
    pub praise: f32,
    pub blame: f32,
    /// First and last word of what counted, each with its weight: below 0 for blame, above 0 for praise.
    pub counted: Vec<(u32, u32, f32)>,
    /// The same by the lexicon alone.
    pub ruled: Vec<(u32, u32, f32)>,
}

/// What the lexicon says of a text, after negation and contrast.
#[derive(Debug)]
pub struct Lexical {
    counted: Vec<(Hit, f32)>,
    /// Sums of praise and blame, both at least 0.
    praise: f32,
    blame: f32,
    /// From blame (below 0) to praise, evened out by how much is said.
    balance: f32,
    /// 0 for one-sided texts, 1 for as much praise as blame.
    mixed: f32,
    /// Something counted stands behind a «но».
    contrast: bool,
    /// The balance of the first and of the last [`EDGE`] words: where authors of long texts say what they think.
    opening: f32,
    closing: f32,
}

/// A text as the model read it.
pub struct Read<'m> {
    pub model: &'m Model,
    pub reading: Reading,
    pub folded: &'m Folded,
    pub text: &'m str,
    pub social: bool,
    /// What corrections, and the bias of "neutral", add to the logits of sentiment, urgency and topics.
    pub shift: [f32; ANSWERS_ALL],
    /// What the settings add to the logits of "critical" and "high or worse".
    pub alert_bias: f32,
}

/// A negated word of praise blames a little less than it would have praised.
const FLIPPED_PRAISE: f32 = -0.75;
/// «не плохо» is faint praise.
const FLIPPED_BLAME: f32 = -0.4;
/// What follows «но» weighs more.
const AFTER_BUT: f32 = 1.25;
/// How fast the balance of words becomes certainty.
const STEEPNESS: f32 = 1.15;
/// Logit of "neutral" in a review, where three stars are rare and mostly blame.
const NEUTRAL_REVIEW: f32 = -0.15;
/// The same on a social network, where most posts hold no opinion at all.
const NEUTRAL_SOCIAL: f32 = 1.0;
/// Authors of reviews blame in words that no lexicon holds, so a text about nothing leans to blame.
const LEAN: f32 = 0.25;
/// From this share of contradiction on a text is mixed.
const MIXED: f32 = 0.8;
/// How much a mixed text leans to neutral when the lexicon reads alone.
const MIXED_LEXICON: f32 = 1.6;
/// In a text of so few words the lexicon sees most of what is said, and praise and blame around a «но» are plainly
/// mixed; three stars teach the model next to nothing of such texts, so it is told. Longer ones are left to it.
const PLAIN: usize = 20;
/// Beside stars no word moves a logit further.
const BESIDE_STARS: f32 = 1.2;
/// By so much neutral then leads.
const PLAINLY: f32 = 0.5;
/// Words at the beginning and at the end of a text that are looked at by themselves.
const EDGE: usize = 15;
/// A text of no more words has no middle.
const EDGES: usize = 40;
/// What vague words leave of the certainty.
const VAGUE: f32 = 0.35;
/// Three stars stand where the words blame less surely, whatever happened.
const HARM_SAYS: f32 = 0.4;
/// The inputs of the lexicon are small beside the words, so that the words decide where both speak.
const LEXICON_SHARE: f32 = 0.5;
/// A review that only asks, without a word of feeling, leans to neutral: training holds next to none of them.
const BARE_QUESTION: f32 = 2.0;

impl Lexical {
    /// Sums up the hits of a text.
    pub fn new(matched: &Matched<'_>, hits: &[Hit]) -> Self {
        let counted = weigh(matched, &strongest(matched, hits));
        let praise: f32 = counted.iter().map(|(_, w)| w.max(0.0)).sum();
        let blame: f32 = -counted.iter().map(|(_, w)| w.min(0.0)).sum::<f32>();
        let total = praise + blame;
        let words = matched.folded.words.len();
        let edge = |within: &dyn Fn(usize) -> bool| {
            let of = counted.iter().filter(|(hit, _)| within(hit.last as usize));
            let (sum, all) = of.fold((0.0, 0.0), |(sum, all), (_, w)| (sum + w, all + w.abs()));
            if words > EDGES {
                sum / (1.0_f32 + all).sqrt()
            } else {
                0.0
            }
        };
        let (opening, closing) = (edge(&|at| at < EDGE), edge(&|at| at + EDGE >= words));
        let contrast = counted
            .iter()
            .any(|(hit, _)| matched.after_but(hit.first as usize));
        Lexical {
            opening,
            closing,
            contrast,
            balance: (praise - blame) / (1.0 + total).sqrt(),
            // Near balance with much said on both sides is a mixed text.
            mixed: if total > 0.0 {
                2.0 * praise.min(blame) / total
            } else {
                0.0
            },
            counted,
            praise,
            blame,
        }
    }

    /// What the model is fed of the lexicon; every value lies between -1 and 1.
    pub fn inputs(&self) -> [f32; 9] {
        let silent = if self.counted.is_empty() { 1.0 } else { 0.0 };
        let even = |balance: f32| balance.clamp(-3.0, 3.0) / 3.0;
        let balance = even(self.balance);
        let total = self.praise + self.blame;
        let share = (self.praise - self.blame) / (1.0 + total);
        let much = |sum: f32| (1.0 + sum).ln() / 3.0;
        [
            balance.max(0.0),
            balance.min(0.0),
            self.mixed,
            silent,
            even(self.opening),
            even(self.closing),
            share,
            much(self.praise).min(1.0),
            much(self.blame).min(1.0),
        ]
        .map(|x| x * LEXICON_SHARE)
    }

    /// Logits of the lexicon alone.
    fn logits(&self, social: bool) -> [f32; ANSWERS] {
        // A text without any word of feeling is neutral wherever it stands.
        let silent = social || self.counted.is_empty();
        let base = if silent { NEUTRAL_SOCIAL } else { NEUTRAL_REVIEW };
        let lean = if silent { 0.0 } else { LEAN };
        [lean - STEEPNESS * self.balance, base, STEEPNESS * self.balance]
    }
}

/// Lets the model read a text; none without a model and for texts of foreign scripts or without words.
pub fn read<'m>(
    model: Option<&'m Model>,
    settings: &Settings,
    folded: &'m Folded,
    text: &'m str,
    social: bool,
) -> Option<Read<'m>> {
    let readable = !folded.words.is_empty() && folded.other_letters <= folded.cyrillic + folded.latin;
    let model = model.filter(|_| readable)?;
    let reading = model.read(folded, text, social);
    let mut shift = settings.local.as_ref().map_or([0.0; ANSWERS_ALL], |local| {
        local.shift(reading.whole().iter().copied())
    });
    shift[1] += settings.neutral_bias;
    Some(Read {
        reading,
        shift,
        alert_bias: settings.alert_bias,
        model,
        folded,
        text,
        social,
    })
}

/// Reads the feeling of a text; `rating` is 1 to 5, `social` says that it is a post and no review.
pub fn feel(
    matched: &Matched<'_>,
    hits: &[Hit],
    rating: Option<u8>,
    social: bool,
    read: Option<&Read<'_>>,
) -> Feeling {
    let lexical = Lexical::new(matched, hits);
    let mut logits = match read {
        Some(read) => {
            let logits = read.model.feeling(&read.reading, social, &lexical.inputs());
            std::array::from_fn(|k| logits[k] + read.shift[k])
        }
        None => lexical.logits(social),
    };
    if lexical.mixed > MIXED {
        if read.is_none() {
            logits[1] += MIXED_LEXICON * lexical.mixed;
        } else if !social && matched.folded.words.len() <= PLAIN && lexical.contrast {
            logits[1] = logits[0].max(logits[2]) + PLAINLY;
        }
    }
    let asks = || !matched.folded.asked.is_empty() && hits.iter().any(|h| h.kind == Kind::Question);
    if read.is_some() && !social && lexical.counted.is_empty() && asks() {
        logits[1] += BARE_QUESTION;
    }
    if vague(matched) {
        logits = logits.map(|l| l * VAGUE);
    }
    let text = softmax(logits);
    let harmed = rating == Some(3) && text.negative > HARM_SAYS && is_harm(hits);
    let stars = rating.map_or([0.0; 3], |stars| match stars {
        0..=1 => [4.0, 0.0, -3.0],
        2 => [3.0, 0.8, -2.0],
        3 if harmed => [3.0, 0.6, -2.0],
        3 => [0.6, 3.6, 0.0],
        4 => [-2.0, 0.6, 2.6],
        _ => [-3.0, 0.0, 4.0],
    });
    // Beside stars the words only shade.
    let mean = logits.iter().sum::<f32>() / logits.len() as f32;
    let p = softmax([0, 1, 2].map(|i| (logits[i] - mean).clamp(-BESIDE_STARS, BESIDE_STARS) + stars[i]));
    let p = if rating.is_some() { p } else { text };
    let ruled: Vec<(u32, u32, f32)> = lexical
        .counted
        .iter()
        .map(|(h, w)| (h.first, h.last, *w))
        .collect();
    Feeling {
        sentiment: winner(p),
        p,
        text,
        harmed,
        praise: lexical.praise,
        blame: lexical.blame,
        counted: match read {
            Some(read) => by_word(read),
            None => ruled.clone(),
        },
        ruled,
    }
}

/// «норм», "ok": one or two words that hardly say anything.
fn vague(matched: &Matched<'_>) -> bool {
    const WORDS: [&str; 12] = [
        "норм",
        "нормально",
        "нормальный",
        "нормальная",
        "нормальное",
        "ок",
        "сойдет",
        "пойдет",
        "ok",
        "okay",
        "fine",
        "decent",
    ];
    let words = &matched.folded.words;
    words.len() <= 2 && words.iter().any(|w| WORDS.contains(&matched.folded.form(w)))
}

/// People were hurt, or something happened that a person must be told of at once.
fn is_harm(hits: &[Hit]) -> bool {
    hits.iter().any(|h| {
        let grave = matches!(
            h.kind,
            Kind::Critical | Kind::Sensitive(Sensitive::Injury | Sensitive::Child)
        );
        grave && !h.negated && !h.hypothetical
    })
}

/// The words that moved the model, from blame to praise.
fn by_word(read: &Read<'_>) -> Vec<(u32, u32, f32)> {
    /// A word that moves the logits by less decided nothing.
    const TELLING: f32 = 0.1;
    let words = read.model.feeling_by_word(&read.reading, read.social);
    let each = (0_u32..)
        .zip(words)
        .map(|(at, [negative, _, positive])| (at, at, (positive - negative) / 2.0));
    each.filter(|(.., weight)| weight.abs() >= TELLING).collect()
}

/// On every word only the longest and most exact rule counts, so that «не рекомендую» is not praise.
fn strongest(matched: &Matched<'_>, hits: &[Hit]) -> Vec<Hit> {
    let mut best: Vec<(usize, usize)> = vec![(0, usize::MAX); matched.folded.words.len()];
    let feelings = || hits.iter().enumerate().filter(|(_, h)| h.kind == Kind::Feeling);
    for (number, hit) in feelings() {
        let rule = matched.rule(hit);
        let size = rule.slots.len() * 100 + rule.letters;
        for word in &mut best[hit.first as usize..=hit.last as usize] {
            if size > word.0 {
                *word = (size, number);
            }
        }
    }
    feelings()
        .filter(|(number, hit)| (hit.first..=hit.last).all(|w| best[w as usize].1 == *number))
        .map(|(_, hit)| *hit)
        .collect()
}

fn weigh(matched: &Matched<'_>, hits: &[Hit]) -> Vec<(Hit, f32)> {
    hits.iter()
        .map(|hit| {
            let mut weight = hit.weight;
            if hit.negated {
                weight *= if weight > 0.0 {
                    FLIPPED_PRAISE
                } else {
                    FLIPPED_BLAME
                };
            }
            if hit.first > 0 {
                weight *= matched.strength(hit.first as usize - 1);
            }
            if matched.after_but(hit.first as usize) {
                weight *= AFTER_BUT;
            }
            (*hit, weight)
        })
        .collect()
}

/// Probabilities of negative, neutral, positive.
pub fn softmax(logits: [f32; 3]) -> Probabilities {
    let top = logits.iter().copied().fold(f32::MIN, f32::max);
    let [negative, neutral, positive] = logits.map(|l| (l - top).exp());
    let sum = negative + neutral + positive;
    Probabilities {
        negative: negative / sum,
        neutral: neutral / sum,
        positive: positive / sum,
    }
}

fn winner(p: Probabilities) -> Sentiment {
    if p.negative > p.neutral && p.negative >= p.positive {
        Sentiment::Negative
    } else if p.positive > p.neutral {
        Sentiment::Positive
    } else {
        Sentiment::Neutral
    }
}

impl Feeling {
    /// Turns praise that is not meant into blame, the surer the more; stars stay what they are, so that a text with
    /// five of them contradicts itself.
    pub fn turn(&mut self, strength: f32, rating: Option<u8>) {
        /// Moves even sure praise to blame.
        const TURN: f32 = 3.0;
        let by = TURN * strength;
        self.text = softmax([
            self.text.negative.max(1e-6).ln() + by,
            self.text.neutral.max(1e-6).ln(),
            self.text.positive.max(1e-6).ln() - by,
        ]);
        if rating.is_none() {
            self.p = self.text;
            self.sentiment = winner(self.p);
        }
    }

    /// Sentiment of the words alone.
    pub fn of_text(&self) -> Sentiment {
        winner(self.text)
    }

    /// Stars and words say the opposite, and the words are sure of it.
    pub fn conflicts(&self, rating: Option<u8>) -> bool {
        /// Below this the words are too unsure to contradict anybody.
        const SURE: f32 = 0.7;
        match rating {
            Some(0..=2) => self.text.positive > SURE,
            Some(4..) => self.text.negative > SURE,
            Some(3) => self.harmed,
            None => false,
        }
    }
}
