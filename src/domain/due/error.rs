//! What can be wrong with a question about a deadline, in words for a manager.

use crate::domain::Lang;

/// Why there is no deadline. Every text says what is wrong, where, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueError {
    /// The line is not JSON, or not an object.
    NotAnObject,
    /// A required field is absent.
    Missing { field: &'static str },
    /// A field holds another kind of value than it must.
    WrongType { field: &'static str, list: bool },
    /// Not an RFC 3339 instant with `Z` or an offset.
    Instant { field: &'static str, part: String },
    /// Not a tzdb name.
    Zone { part: String },
    /// The working hours do not follow the grammar or contradict themselves.
    Hours { fault: HoursFault, part: String },
    /// The allowed time does not follow the grammar.
    Within { fault: WithinFault, part: String },
    /// No such production calendar.
    Calendar { part: String },
    /// The `number`-th pause (from 1) has no end, or is not a pair.
    PauseOpen { number: usize },
    /// The `number`-th pause (from 1) ends before or when it starts.
    PauseReversed { number: usize },
    /// Neither `ru` nor `en`.
    Lang { part: String },
    /// A needed date lies outside the loaded calendar.
    NoCalendar { year: i32 },
    /// More than 1,000 × 24 h after the creation.
    TooFar,
}

/// What is wrong with working hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoursFault {
    /// Nothing is written.
    Empty,
    /// A word that the grammar does not know, or not in this place.
    Unknown,
    /// The text ends, or an entry ends, where more is needed.
    Unfinished,
    /// Times without the days they belong to.
    DaysMissing,
    /// A day or the holidays named twice.
    Twice,
    /// Not a time of the day.
    Time,
    /// A range that starts when it ends.
    ZeroLength,
    /// Ranges of one entry overlap.
    Overlap,
    /// A break that is not strictly inside exactly one range.
    Break,
    /// `as usual` for something else than holidays.
    UsualWithoutHoliday,
    /// After `24/7` only holidays may follow.
    AfterAlways,
    /// No weekday ever opens.
    NeverOpen,
}

/// What is wrong with an allowed time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithinFault {
    /// Not a whole number from 1 to 9999.
    Number,
    /// Not one of the units.
    Unit,
    /// Days that are not working days.
    PlainDays,
    /// Several amounts added up.
    Mixture,
}

/// A quotation short enough for one line.
pub(super) fn clip(part: &str) -> String {
    let mut short: String = part
        .chars()
        .take(60)
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect();
    if part.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}

impl DueError {
    /// The error in words.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Ru => self.ru(),
            Lang::En => self.en(),
        }
    }

    fn ru(&self) -> String {
        match self {
            DueError::NotAnObject => {
                "строка не читается: нужен один объект JSON, например {\"id\":\"1\",…}".into()
            }
            DueError::Missing { field } => format!("не заполнено поле {field}: добавьте его"),
            DueError::WrongType { field, list: true } => {
                format!("поле {field} записано не так: нужен список пар [[\"начало\",\"конец\"]]")
            }
            DueError::WrongType { field, list: false } => {
                format!("поле {field} записано не так: нужен текст в кавычках")
            }
            DueError::Instant { field, part } => format!(
                "{field}: «{part}» — не момент времени; напишите дату, время и сдвиг от UTC, например 2026-05-12T18:00:00+03:00 или 2026-05-12T15:00:00Z"
            ),
            DueError::Zone { part } => format!(
                "time_zone: «{part}» — не часовой пояс; напишите имя вида Europe/Moscow или Asia/Vladivostok"
            ),
            DueError::Hours { fault, part } => format!("hours: {}", fault.ru(part)),
            DueError::Within { fault, part } => format!("within: {}", fault.ru(part)),
            DueError::Calendar { part } => format!(
                "calendar: нет календаря «{part}»; есть {}; без календаря считаются одни дни недели",
                super::Calendar::names().join(", ")
            ),
            DueError::PauseOpen { number } => format!(
                "pauses: у паузы {number} нет начала или конца; напишите оба, например [\"2026-05-12T10:00:00Z\",\"2026-05-12T12:00:00Z\"]"
            ),
            DueError::PauseReversed { number } => {
                format!("pauses: пауза {number} кончается не позже, чем начинается; поменяйте начало и конец")
            }
            DueError::Lang { part } => format!("lang: язык «{part}» неизвестен; напишите ru или en"),
            DueError::NoCalendar { year } => format!(
                "calendar: нет производственного календаря на {year} год; дождитесь его или уберите calendar, тогда считаются одни дни недели"
            ),
            DueError::TooFar => {
                "within: срок дальше 1000 суток от создания; напишите меньше или проверьте часы и паузы"
                    .into()
            }
        }
    }

    fn en(&self) -> String {
        match self {
            DueError::NotAnObject => "the line cannot be read: one JSON object is needed, such as {\"id\":\"1\",…}".into(),
            DueError::Missing { field } => format!("the field {field} is missing: add it"),
            DueError::WrongType { field, list: true } => {
                format!("the field {field} has the wrong form: a list of pairs [[\"from\",\"to\"]] is needed")
            }
            DueError::WrongType { field, list: false } => {
                format!("the field {field} has the wrong form: a text in quotes is needed")
            }
            DueError::Instant { field, part } => format!(
                "{field}: \"{part}\" is not an instant; write date, time and offset from UTC, such as 2026-05-12T18:00:00+03:00 or 2026-05-12T15:00:00Z"
            ),
            DueError::Zone { part } => format!(
                "time_zone: \"{part}\" is not a time zone; write a name such as Europe/Moscow or Asia/Vladivostok"
            ),
            DueError::Hours { fault, part } => format!("hours: {}", fault.en(part)),
            DueError::Within { fault, part } => format!("within: {}", fault.en(part)),
            DueError::Calendar { part } => format!(
                "calendar: there is no calendar \"{part}\"; there is {}; without a calendar only weekdays count",
                super::Calendar::names().join(", ")
            ),
            DueError::PauseOpen { number } => format!(
                "pauses: pause {number} has no start or no end; write both, such as [\"2026-05-12T10:00:00Z\",\"2026-05-12T12:00:00Z\"]"
            ),
            DueError::PauseReversed { number } => {
                format!("pauses: pause {number} does not end after it starts; swap start and end")
            }
            DueError::Lang { part } => format!("lang: the language \"{part}\" is not known; write ru or en"),
            DueError::NoCalendar { year } => format!(
                "calendar: there is no production calendar for {year}; wait for it, or leave calendar out, then only weekdays count"
            ),
            DueError::TooFar => {
                "within: the deadline is more than 1,000 days after the creation; write less, or check hours and pauses".into()
            }
        }
    }
}

impl HoursFault {
    fn ru(self, part: &str) -> String {
        match self {
            HoursFault::Empty => {
                "ничего не написано; напишите, например, «пн-пт 09:00-18:00» или «24/7»".into()
            }
            HoursFault::Unknown => {
                format!(
                    "непонятно «{part}»; напишите дни и время, например «пн-пт 09:00-18:00, сб 10:00-16:00»"
                )
            }
            HoursFault::Unfinished => {
                format!("после «{part}» чего-то не хватает; допишите, например «пн-пт 09:00-18:00»")
            }
            HoursFault::DaysMissing => {
                format!("у «{part}» не названы дни; напишите их впереди, например «пн-пт {part}»")
            }
            HoursFault::Twice => format!("«{part}» встречается дважды; оставьте один раз"),
            HoursFault::Time => {
                format!(
                    "«{part}» — не время; напишите часы и минуты, от 0:00 до 23:59 (24:00 только в конце)"
                )
            }
            HoursFault::ZeroLength => {
                format!("«{part}» начинается и кончается одновременно; целые сутки пишутся 00:00-24:00")
            }
            HoursFault::Overlap => format!("«{part}» перекрывается с соседним промежутком; разведите их"),
            HoursFault::Break => {
                format!(
                    "перерыв «{part}» не лежит внутри одного промежутка работы; исправьте его начало или конец"
                )
            }
            HoursFault::UsualWithoutHoliday => {
                format!("«{part}» пишется только после «празд»; для дней недели напишите время")
            }
            HoursFault::AfterAlways => {
                format!(
                    "после «круглосуточно» можно назвать только праздники, а там «{part}»; например «24/7, празд выходной»"
                )
            }
            HoursFault::NeverOpen => {
                format!("«{part}»: ни в один день недели нет работы; назовите хотя бы один рабочий день")
            }
        }
    }

    fn en(self, part: &str) -> String {
        match self {
            HoursFault::Empty => {
                "nothing is written; write for example \"mon-fri 09:00-18:00\" or \"24/7\"".into()
            }
            HoursFault::Unknown => {
                format!(
                    "\"{part}\" is not understood; write days and times, such as \"mon-fri 09:00-18:00, sat 10:00-16:00\""
                )
            }
            HoursFault::Unfinished => {
                format!("something is missing after \"{part}\"; complete it, such as \"mon-fri 09:00-18:00\"")
            }
            HoursFault::DaysMissing => {
                format!("\"{part}\" has no days; write them before it, such as \"mon-fri {part}\"")
            }
            HoursFault::Twice => format!("\"{part}\" is named twice; keep it once"),
            HoursFault::Time => {
                format!(
                    "\"{part}\" is not a time; write hours and minutes from 0:00 to 23:59 (24:00 only as an end)"
                )
            }
            HoursFault::ZeroLength => {
                format!("\"{part}\" starts when it ends; a whole day is 00:00-24:00")
            }
            HoursFault::Overlap => {
                format!("\"{part}\" overlaps another range of the same days; separate them")
            }
            HoursFault::Break => {
                format!("the break \"{part}\" is not inside one working range; correct its start or end")
            }
            HoursFault::UsualWithoutHoliday => {
                format!("\"{part}\" may follow only \"hol\"; write times for weekdays")
            }
            HoursFault::AfterAlways => {
                format!(
                    "after \"24/7\" only holidays may follow, not \"{part}\"; for example \"24/7, hol closed\""
                )
            }
            HoursFault::NeverOpen => {
                format!("\"{part}\": no weekday has working time; name at least one working day")
            }
        }
    }
}

impl WithinFault {
    fn ru(self, part: &str) -> String {
        let what = match self {
            WithinFault::Number => format!("«{part}» — не целое число от 1 до 9999"),
            WithinFault::Unit => format!("непонятно «{part}»"),
            WithinFault::PlainDays => format!("«{part}»: дни бывают только рабочие"),
            WithinFault::Mixture => format!("«{part}»: можно назвать только одну величину"),
        };
        format!("{what}; напишите, например, «4 рабочих часа», «30 минут» или «2 рабочих дня»")
    }

    fn en(self, part: &str) -> String {
        let what = match self {
            WithinFault::Number => format!("\"{part}\" is not a whole number from 1 to 9999"),
            WithinFault::Unit => format!("\"{part}\" is not understood"),
            WithinFault::PlainDays => format!("\"{part}\": days must be working days"),
            WithinFault::Mixture => format!("\"{part}\": only one amount may be named"),
        };
        format!("{what}; write for example \"4 working hours\", \"30 minutes\" or \"2 working days\"")
    }
}

impl std::fmt::Display for DueError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for DueError {}
