# Texts of the command line.

cli-otklik = Отклик: видит каждый публичный отзыв, готовит ответ, даёт человеку его одобрить, публикует и доказывает, что ответ на месте
cli-demo = Вся программа на встроенных настройках: SQLite, свой сайт отзывов, письма в браузере
cli-demo-break = Ослепить площадку работающего демо: источник покраснеет
cli-demo-mend = Вылечить площадку работающего демо
cli-run = Работать: опрашивать, разбирать, готовить ответы, звать дежурных, слать сводки, публиковать одобренное
cli-check = Проверить настройки, базу, почту и каждый источник; ничего не отправляет
cli-poll = Один опрос источников сейчас, без службы
cli-backfill = Загрузить всю доступную историю источника
cli-reviews = Напечатать сохранённые отзывы, старые сначала
cli-threads = Напечатать открытые обращения в том порядке, в котором на них надо ответить
cli-judge = Разобрать отзывы: язык, тон, срочность, темы (JSONL со входа на выход)
cli-draft = Подготовить черновики ответов (JSONL со входа на выход)
cli-lint = Проверить тексты ответов (JSONL со входа на выход)
cli-due = Посчитать сроки (JSONL со входа на выход)
cli-digest = Показать сводку, которая ушла бы в этот миг, файлом .eml; ничего не отправляет
cli-import = Загрузить отзывы из файла JSONL или CSV
cli-export = Выгрузить отзывы с перепиской
cli-erase = Стереть одного автора и напечатать акт
cli-backup = Согласованная копия базы на ходу
cli-restore = Вернуть копию, ничего не публикуя второй раз
cli-person = Люди
cli-person-invite = Напечатать одноразовую ссылку (24 ч), чтобы задать пароль
cli-person-reset = Напечатать одноразовую ссылку (24 ч) для нового пароля
cli-source = Источники
cli-source-add = Узнать вставленную ссылку и напечатать для неё настройки
cli-test-mail = Отправить человеку одно пробное письмо по его каналам
cli-adapter = Площадки: что умеем и насколько
cli-adapter-list = Список площадок
cli-adapter-test = Проверить папку со своей площадкой набором испытаний
cli-adapter-record = Записать страницу площадки, скрыв секреты
cli-adapter-doctor = Живая проверка площадок из настроек
cli-simulate-polling = Проиграть расписание опросов на записанных поступлениях
cli-ingest = Принять сохранённые ответы площадки без сети
cli-seed-demo = Наполнить базу правдоподобными отзывами

cli-wrong = Ошибка: { $what }
cli-wrong-argument = аргумент «{ $arg }» здесь не ожидался
cli-wrong-command = команды «{ $word }» нет
cli-wrong-missing = не хватает: { $arg }
cli-wrong-no-value = после «{ $arg }» нужно значение
cli-wrong-value = «{ $value }» не подходит для «{ $arg }»
cli-wrong-allowed = . Можно: { $values }
cli-wrong-together = «{ $arg }» и «{ $other }» вместе не бывают
cli-wrong-no-command = не названа команда
cli-wrong-letters = аргументы должны быть в UTF-8
cli-wrong-other = аргументы не удалось разобрать
cli-wrong-meant = Возможно, нужно «{ $word }».
cli-wrong-usage = Как писать: { $usage }
cli-wrong-help = Подробнее: добавьте --help.

cli-arg-action = Что сделать
cli-arg-config = Файл настроек
cli-arg-json = Печатать JSON, по объекту в строке
cli-arg-source = Имя источника из настроек
cli-arg-markdown = Напечатать таблицу для документов: ru или en
cli-arg-access = Файл TOML с ключами, как в [source.access]
cli-arg-since = С какого времени: 2026-11-23 или 2026-11-23T09:30:00Z
cli-arg-listen = Адрес веб-страниц (127.0.0.1:8080)
cli-arg-data = Папка, в которой демо хранит всё (otklik-data)
cli-arg-database = База вместо встроенной: postgres://… или sqlite:ФАЙЛ
cli-arg-once = Рассказать историю на быстрых часах и напечатать итог
cli-arg-platform = Площадка: app_store, 2gis, vk, telegram
cli-arg-person = Имя человека из настроек
cli-arg-name = Имя человека из настроек
cli-arg-at = Миг: 2026-11-23T06:30:00Z
cli-arg-out = Куда положить
cli-arg-path = Файл
cli-arg-mapping = Какой столбец или путь JSON — какое поле: файл TOML или известное имя, например yandex_dump
cli-arg-paths = Файлы с сохранёнными ответами площадки
cli-arg-format = Формат: jsonl или csv (с «;» и BOM, открывается в Excel)
cli-arg-author-id = Ид автора на площадке
cli-arg-url = Ссылка, какой её вставляют из браузера
cli-arg-dir = Папка площадки
cli-arg-trace = Запись поступлений
cli-arg-budget-scale = Множитель бюджета запросов
cli-arg-policy = Расписание: adaptive или uniform
cli-arg-reviews = Сколько отзывов

cli-template = {"{about}"}
    {""}
    Как писать: {"{usage}"}
    {""}
    {"{all-args}"}
cli-commands = Команды
cli-command = КОМАНДА
cli-options = Параметры
cli-help = Показать эту справку
cli-arg-version = Показать версию

cli-judge-unlearned = читаю без того, чему научили исправления: { $error }
cli-not-yet = в этой версии ещё нет
check-ok = в порядке
check-rules-remedy = исправьте строку файла; до тех пор служба работает по последнему исправному набору
check-mail-waits = mail.smtp не задан: письма ждут в базе
check-mail-remedy = проверьте [mail] в настройках: адрес, шифрование, пароль
check-source-ok = отвечает; на первой странице { $n ->
    [one] { $n } отзыв
    [few] { $n } отзыва
   *[many] { $n } отзывов
  }
poll-counts = увидели { $seen }, новых { $new }, изменено { $edited }, удалено { $removed }
first-owner = Войти ещё некому. Одноразовая ссылка для владельца { $name } (24 ч):
demo-started = Демо работает. Одноразовые ссылки для входа (остановить: Ctrl-C):
demo-mails = письма
demo-site = сайт
demo-broken = Площадка { $platform } ослеплена. Через полминуты источник покраснеет; вернуть: otklik demo mend { $platform }
demo-mended = Площадка { $platform } снова здорова.

## Files in and out

file-unreadable = { $path }: файл не прочесть; проверьте путь и права
file-unwritable = { $path }: не записать; проверьте папку, права и свободное место
no-such-source = --source { $name }: такого источника нет; в настройках есть: { $known }
no-such-person = --person { $name }: такого человека нет; в настройках есть: { $known }
source-busy = { $name }: источник сейчас читает другой процесс; повторите через минуту
import-no-id = среди столбцов нет id или external_id: { $what }; назовите столбцы в [source.columns] или --mapping
import-no-json = не JSON: { $what }
import-too-large = документ JSON больше { $what } МБ; запишите его по объекту в строке
import-no-mapping = документ JSON, к которому не подходит ни одно известное сопоставление ({ $what }); напишите своё и укажите --mapping ФАЙЛ
import-no-list = «list» сопоставления не ведёт к отзывам
mapping-toml = сопоставление — не таблица «поле = "столбец"»: { $what }
mapping-unknown = { $what }: такого поля нет; можно list, { $known }
mapping-list = list: { $what }
mapping-no-id = нет столбца для id: у каждого отзыва он должен быть, и один и тот же всегда
mapping-nowhere = { $what }: нет ни такого файла, ни сопоставления с таким именем; есть { $known }
import-bad-json = это не JSON-объект: { $value }
import-bad-type = { $field }: нужна строка или число, а стоит { $value }
import-bad-columns = в строке { $value } столбцов, а в заголовке { $field }
import-bad-utf8 = текст не в UTF-8; сохраните файл как «CSV UTF-8»
import-bad-missing = { $field }: не заполнено
import-bad-id = { $field }: слишком длинный или с нулевым байтом: { $value }
import-bad-long = слишком длинно: больше { $value }
import-bad-number = { $field }: не число: { $value }
import-bad-rating = { $field }: { $value } — не оценка от 1 до 5
import-bad-bool = { $field }: { $value } — нужно true или false
import-bad-time = { $field }: { $value } — не время; пишите 2026-11-23T09:30:00Z или 2026-11-23
import-bad-twice = { $field } { $value }: в файле уже был; взят первый
backup-nothing = в этой базе ещё ничего нет: проверьте database.url
restore-not-empty = база не пуста, ничего не изменено; укажите в database.url новую, пустую базу
restore-running = на этой базе сейчас работает служба; остановите её и повторите
restore-newer = копия сделана более новой версией (схема { $copy }, здесь { $ours }); обновите программу
restore-look =
    { $n ->
        [one] { $n } ответ был в пути, когда снимали копию: его исход неизвестен
        [few] { $n } ответа были в пути, когда снимали копию: их исход неизвестен
       *[many] { $n } ответов были в пути, когда снимали копию: их исход неизвестен
    }. Сам он не уйдёт: проверьте на площадке и решите в очереди.
restored-note = База восстановлена из копии от { $at }. Ответ мог уйти после неё: проверьте на площадке, прежде чем одобрять.
copy-line = { $path }:{ $line }: это не копия otklik; ничего не изменено
copy-newer = { $path }: копия более новой версии; обновите программу
copy-cut-off = { $path }: копия обрывается на середине; возьмите другую, ничего не изменено
copy-checksum = { $path }: копия повреждена, контрольная сумма не сходится; возьмите другую, ничего не изменено
not-an-instant = { $flag } { $value }: это не миг; пишите 2026-11-23T09:30:00Z
seed-no-source = в настройках нет ни одного [[source]]: отзывам негде стоять

## Platforms and sources

adapter-reply-none = ответить там нельзя
adapter-reply-by_hand = ответ вставляет человек
adapter-reply-api = ответ уходит сам
adapter-access-official = официальный API
adapter-access-owner_session = кабинет владельца по его сессии
adapter-access-public_page = открытая страница
adapter-evidence-recorded = записанные ответы
adapter-evidence-documented = документация
adapter-evidence-code = открытый код
adapter-conformance = обещаний выполнено { $passed }, нарушено { $failed } (на записях)
doctor-well = читается; на первой странице { $n ->
    [one] { $n } отзыв
    [few] { $n } отзыва
   *[many] { $n } отзывов
  }; у нас { $own }, у площадки { $theirs }
not-a-link = { $url }: это не ссылка; вставьте адрес страницы из браузера
link-unknown = { $url }: площадка не узнана. Умеем: { $known }
doctor-figures = старые отзывы на месте: { $found } из { $known }; пропало полей: { $drift } %; ответы за неделю: { $answers }; образцов: { $samples }; следующее чтение: { $next }
doctor-canary = другое место площадки { $url }: { $told }
doctor-canary-well = отвечает
toml-location = имя из [[location]]: часы работы и сроки берутся оттуда
toml-location-example = Невский, 12
toml-opt-in = площадка выключена, пока вы не согласитесь: { $why }
toml-access-may = ключи необязательны; с ними видно больше

## What is wrong with the configuration

config-unreadable = { $path }: не прочесть ({ $why }); сначала напишите файл, начните с config/otklik.example.toml
config-platforms = такой площадки нет; есть: { $known }
config-link-of-other = такой ссылки у «{ $title }» не бывает; она относится к площадке "{ $other }"
config-link-of-none = такой ссылки у «{ $title }» не бывает; что с ней делать, скажет `otklik source add ССЫЛКА`
config-no-location = нет [[location]] с таким именем
config-access-allowed = такого ключа нет; здесь можно: { $known }
config-access-needed = без этого { $platform } не прочесть: { $what }
config-proxy = это не прокси; пишите http://ХОСТ:ПОРТ или socks5://ХОСТ:ПОРТ
config-email = это не почтовый адрес; пишите name@example.org
config-praise-person = это ни "*", ни имя из [[person]]
config-person-location = это ни "*", ни имя из [[location]]
config-channel = пишите mail, telegram:ЧАТ или webhook:ИМЯ из [[webhook]]
config-outbox = не больше 24h
config-bias = от -3 до 3
config-languages = хотя бы один из "ru", "en"
config-contact = имя и канал не могут быть пустыми
config-model-url = https://…/v1; http:// — только с internal = true
config-model-name = нужно имя модели, каким его знает служба
config-model-timeout = от 1s до 2m
config-language = можно: ru, en
config-unique = нужно своё имя, без повторов
config-no-variable = переменная окружения { $name } не задана
config-unknown-key = неизвестный ключ { $what }; можно: { $allowed }
config-unknown-word = неизвестное слово { $what }; можно: { $allowed }
config-wrong-type = не тот вид значения: стоит { $what }, нужно: { $allowed }
config-missing-key = не хватает ключа { $what }
config-unreadable-here = не читается: { $what }
