//! Instants in the database: UTC milliseconds as BIGINT.

use chrono::{DateTime, Utc};
use sqlx::{Database, Decode, Encode, Type};

/// A UTC instant, exact to the millisecond, as both databases store it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

impl From<DateTime<Utc>> for Time {
    fn from(at: DateTime<Utc>) -> Self {
        Time(at.timestamp_millis())
    }
}

impl From<Time> for DateTime<Utc> {
    fn from(time: Time) -> Self {
        DateTime::from_timestamp_millis(time.0).unwrap_or_default()
    }
}

impl Time {
    /// The instant.
    pub fn utc(self) -> DateTime<Utc> {
        self.into()
    }
}

impl<DB: Database> Type<DB> for Time
where
    i64: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        <i64 as Type<DB>>::type_info()
    }

    fn compatible(ty: &DB::TypeInfo) -> bool {
        <i64 as Type<DB>>::compatible(ty)
    }
}

impl<'q, DB: Database> Encode<'q, DB> for Time
where
    i64: Encode<'q, DB>,
{
    fn encode_by_ref(
        &self,
        buf: &mut <DB as Database>::ArgumentBuffer,
    ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        self.0.encode_by_ref(buf)
    }
}

impl<'r, DB: Database> Decode<'r, DB> for Time
where
    i64: Decode<'r, DB>,
{
    fn decode(value: <DB as Database>::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
        i64::decode(value).map(Time)
    }
}
