# Mails and messages. Blanks that must not break are U+00A0.

## Shared

mail-business = «{ $name }»
mail-quoted = «{ $text }»
mail-list = { $head } и { $last }
mail-channel-mail = почта
mail-open = Открыть
mail-open-approve = Открыть и согласовать
mail-open-review = Открыть отзыв
mail-open-queue = Открыть очередь
mail-folded = Текст с оскорблением — на странице отзыва, если решите его прочитать.
mail-no-text = Автор не написал текста.
mail-review = Отзыв
mail-summary = Коротко
mail-photos =
    { $n ->
        [one] { $n } фото или видео — его видно на странице отзыва
       *[other] { $n } фото или видео — их видно на странице отзыва
    }
mail-edits =
    { $n ->
        [one] автор правил отзыв { $n } раз
        [few] автор правил отзыв { $n } раза
       *[other] автор правил отзыв { $n } раз
    }
mail-reply-due = ответить { $due }
mail-reply-was-due = просрочено: надо было ответить { $due }
mail-footer = Вы получаете это письмо, потому что в настройках «Отклика» для { $business } вы записаны как { $name } ({ $role }). Время в письме: { $zone }; срок ответа — по времени точки.
mail-footer-change = Изменить, что и когда приходит, может владелец: раздел [[person]] файла otklik.toml.

mail-state-official = на площадке есть ответ

mail-length-chars =
    { $used ->
        [one] { $used } знак
        [few] { $used } знака
       *[other] { $used } знаков
    }
mail-length-utf16 =
    { $used ->
        [one] { $used } знак (счёт UTF-16)
        [few] { $used } знака (счёт UTF-16)
       *[other] { $used } знаков (счёт UTF-16)
    }
mail-length-bytes =
    { $used ->
        [one] { $used } байт
        [few] { $used } байта
       *[other] { $used } байт
    }
mail-length-chars-of =
    { $max ->
        [one] { $used } из { $max } знака
       *[other] { $used } из { $max } знаков
    }
mail-length-utf16-of =
    { $max ->
        [one] { $used } из { $max } знака (счёт UTF-16)
       *[other] { $used } из { $max } знаков (счёт UTF-16)
    }
mail-length-bytes-of =
    { $max ->
        [one] { $used } из { $max } байта
       *[other] { $used } из { $max } байт
    }

## Digest

mail-digest-day = за сутки
mail-digest-since = с { $since }
mail-digest-subject =
    { $n ->
        [one] { $n } негативный { $period }
       *[other] { $n } негативных { $period }
    }
mail-digest-subject-overdue =
    { $n ->
        [one] { $n } просрочен
        [few] { $n } просрочены
       *[other] { $n } просрочено
    }
mail-digest-subject-blind =
    { $n ->
        [one] { $n } источник слеп
        [few] { $n } источника слепы
       *[other] { $n } источников слепы
    }
mail-digest-locations =
    { $n ->
        [one] { $n } точка
        [few] { $n } точки
       *[other] { $n } точек
    }
mail-digest-none = Новых отзывов { $period } нет, и все источники видят.
mail-digest-none-unseen = Там, где «Отклик» видит, отзывов не приходило. Что пришло туда, куда он не смог заглянуть, — неизвестно.
mail-digest-calm =
    { $n ->
        [one] Пришёл { $n } отзыв { $period }, негативных среди них нет.
        [few] Пришли { $n } отзыва { $period }, негативных среди них нет.
       *[other] Пришло { $n } отзывов { $period }, негативных среди них нет.
    }
mail-digest-came =
    { $n ->
        [one] Пришёл { $n } отзыв { $period }
        [few] Пришли { $n } отзыва { $period }
       *[other] Пришло { $n } отзывов { $period }
    }
mail-digest-negative =
    { $n ->
        [one] из них { $n } негативный
       *[other] из них { $n } негативных
    }
mail-digest-people =
    { $n ->
        [one] от { $n } человека
       *[other] от { $n } человек
    }
mail-digest-stage-answered = ответили на { $n }
mail-digest-stage-waiting =
    { $n ->
        [one] ждёт согласования { $n }
       *[other] ждут согласования { $n }
    }
mail-digest-stage-overdue =
    { $n ->
        [one] просрочен { $n }
        [few] просрочены { $n }
       *[other] просрочено { $n }
    }
mail-digest-stage-working = в работе { $n }
mail-digest-stage-left = решено не отвечать на { $n }
mail-digest-older =
    { $n ->
        [one] И ещё { $n } просрочен с прошлых дней.
        [few] И ещё { $n } просрочены с прошлых дней.
       *[other] И ещё { $n } просрочено с прошлых дней.
    }
mail-digest-burning = Горит
mail-digest-burning-count =
    { $overdue ->
        [0] до конца дня — { $today }
        [one] { $overdue } просрочен, до конца дня — { $today }
        [few] { $overdue } просрочены, до конца дня — { $today }
       *[other] { $overdue } просрочено, до конца дня — { $today }
    }
mail-digest-nothing-burns = Сегодня ничего не горит.
mail-digest-others = Остальные негативные
mail-digest-more = И ещё { $n } — в очереди.
mail-digest-promises = Обещания
mail-digest-promises-none = На сегодня обещаний нет, просроченных тоже.
mail-digest-promises-today = сделать сегодня — { $n }
mail-digest-promises-late =
    { $n ->
        [one] просрочено { $n } обещание
        [few] просрочены { $n } обещания
       *[other] просрочено { $n } обещаний
    }
mail-digest-promises-kept =
    { $n ->
        [one] выполнено { $n }
       *[other] выполнены { $n }
    }
mail-digest-promise-due = { $due }, отвечает { $owner }
mail-digest-promise-was-due = просрочено: обещали { $due }, отвечает { $owner }
mail-digest-topics = Темы за 7 дней
mail-digest-topic =
    { $n ->
        [one] { $topic } — { $n } человек (было { $before }){ $places }; первый раз { $first }; ответственный: { $owner }{ $back }
        [few] { $topic } — { $n } человека (было { $before }){ $places }; первый раз { $first }; ответственный: { $owner }{ $back }
       *[other] { $topic } — { $n } человек (было { $before }){ $places }; первый раз { $first }; ответственный: { $owner }{ $back }
    }
mail-digest-topic-nobody = не назначен
mail-digest-topic-back = ; было исправлено и вернулось
mail-digest-recovered =
    { $n ->
        [one] { $n } автор поднял оценку после ответа.
        [few] { $n } автора подняли оценку после ответа.
       *[other] { $n } авторов подняли оценку после ответа.
    }
mail-digest-visibility = Видимость

mail-coverage =
    { $total ->
        [one] { $green } из { $total } источника { $green ->
            [one] зелёный
           *[other] зелёные
        }
       *[other] { $green } из { $total } источников { $green ->
            [one] зелёный
           *[other] зелёные
        }
    }
mail-coverage-new =
    { $n ->
        [one] { $n } ещё не прочитан
        [few] { $n } ещё не прочитаны
       *[other] { $n } ещё не прочитано
    }
mail-coverage-none = Ни одного источника не подключено: «Отклик» ничего не видит.
mail-coverage-blind = { $name }: слеп с { $since }, пробуем снова в { $next }. { $cause }
mail-coverage-dim = { $name }: видит плохо с { $since }, следующее чтение в { $next }. { $cause }

## Alert

mail-alert-subject = СРОЧНО: { $what }
mail-alert-headline = Срочно: { $what }
mail-alert-safety = угроза здоровью
mail-alert-money = деньги клиента
mail-alert-account = доступ к аккаунту
mail-alert-other = нужен человек сейчас
mail-alert-death = речь о смерти
mail-alert-injury = вред здоровью
mail-alert-child = пострадал ребёнок
mail-alert-discrimination = дискриминация
mail-alert-self-harm = человек может навредить себе
mail-alert-why = Почему срочно
mail-alert-why-words = Сработали слова: { $words }.
mail-alert-blamed = Что ругают:
mail-alert-history =
    { $n ->
        [0] Других отзывов автора на этой площадке мы не видели.
       *[other] У автора на этой площадке ещё { count-reviews }, негативных — { $negative }.
    }
mail-alert-told = Кому ещё сообщили
mail-alert-told-nobody = больше никому
mail-alert-next = Если никто не возьмёт
mail-alert-climbs =
    { $n ->
        [1] в { $time } узнает { $who }
       *[other] в { $time } узнают { $who }
    }
mail-alert-top = дальше звать некого, это последняя ступень
mail-alert-take = Беру
mail-alert-take-hint = Кнопка «Беру» откроет страницу с подтверждением; одно открытие ничего не меняет.
mail-alert-playbook = Черновика нет и не будет
mail-alert-playbook-1 = Сначала позвоните или напишите человеку лично, если есть контакт; не спорьте и не уточняйте подробности публично.
mail-alert-playbook-2 = Сообщите владельцу и юристу; сохраните записи камер, заказы, смены за этот день.
mail-alert-playbook-3 = Публичный ответ пишет человек: коротко, без оправданий, без имён, с прямым контактом ответственного.

## Approval

mail-approval-subject = Согласовать ответ
mail-approval-headline = Ответ ждёт вашего согласования
mail-approval-draft = Ответ — ровно так он будет выглядеть
mail-approval-length = Длина
mail-approval-lint =
    { $block ->
        [0] 0 запретов
        [one] { $block } запрет
        [few] { $block } запрета
       *[other] { $block } запретов
    }, { $warn ->
        [0] 0 советов
        [one] { $warn } совет
        [few] { $warn } совета
       *[other] { $warn } советов
    }
mail-approval-lint-title = Проверка
mail-approval-promise = Обещаем
mail-approval-promise-by = до { $date }
mail-approval-promise-owner = до { $date } — отвечает { $owner }
mail-approval-approve = Согласовать
mail-approval-hint = «Согласовать» откроет страницу с подтверждением; одно открытие ничего не меняет. Ссылка только для вас, на один раз, на 7 дней, и только на этот текст.
mail-approval-by-hand = После согласования ответ вставит на площадке человек: кнопка «Скопировать» и ссылка — на странице отзыва.
mail-approval-only-page = Согласовать этот ответ можно только на странице отзыва: там видны все замечания и весь текст.

## Invitation and reset

mail-link-lifetime =
    { $n ->
        [one] Ссылка действует { $n } час и срабатывает один раз.
        [few] Ссылка действует { $n } часа и срабатывает один раз.
       *[other] Ссылка действует { $n } часов и срабатывает один раз.
    }
mail-invite-subject = Приглашение в «Отклик» — { $business }
mail-invite-headline = Вас пригласили в «Отклик»
mail-invite-text = { $name }, здесь отвечают на отзывы о { $business }. Ваша роль — { $role }. Задайте пароль, чтобы войти.
mail-invite-button = Задать пароль
mail-reset-subject = Новый пароль для «Отклика» — { $business }
mail-reset-headline = Новый пароль
mail-reset-text = { $name }, для вас попросили новый пароль. Если это были не вы, ничего не делайте: старый пароль продолжает действовать.
mail-reset-button = Задать новый пароль

## Source

mail-source-subject = Источник слеп: { $name } — с { $since }
mail-source-headline = «Отклик» не видит отзывы: { $name }
mail-source-text = Пока источник слеп, новые отзывы на нём не видны и сроки по ним не идут. Остальные источники читаются как обычно.
mail-source-seen = Последнее удачное чтение
mail-source-cause = Причина
mail-source-remedy = Что делать
mail-source-since = Слеп с { $since }, пробуем снова в { $next }.
mail-source-button = Открыть источники

## Warning

mail-warning-refused = Площадка отклонила ответ
mail-warning-refused-advice = Посмотрите причину на странице отзыва, поправьте текст и согласуйте его снова.
mail-warning-unknown = Неизвестно, дошёл ли ответ
mail-warning-unknown-advice = Площадка не подтвердила приём. Сам «Отклик» ничего не повторит: откройте отзыв на площадке и отметьте, есть ли там ответ.
mail-warning-vanished = Ответ пропал с площадки
mail-warning-vanished-advice = Раньше он был виден, а теперь нет. Проверьте, не удалила ли его модерация, и решите, отвечать ли снова.
mail-warning-due = Скоро срок: ответить { $due }
mail-warning-due-advice = Прошло три четверти времени на ответ, а согласованного ответа ещё нет.
mail-warning-our-reply = Наш ответ

## Promises

mail-promise-internal = Пора выполнить обещание
mail-promise-internal-advice = Внутренний срок прошёл, запас ещё есть. Когда будет сделано, нажмите «Сделано» на странице отзыва или на доске обещаний.
mail-promise-late = Обещание просрочено
mail-promise-late-advice = Срок, который назвали автору, прошёл. Сделайте обещанное или напишите автору новый срок; отвечает { $owner }.
mail-promise-climbed = Обещание просрочено больше суток
mail-promise-climbed-advice = Отвечает { $owner }. Решите, кто доведёт дело до конца, и напишите автору.
mail-promise-follow_up = Спросите автора, всё ли хорошо
mail-promise-follow_up-advice = Обещание выполнено { $kept }. Через два рабочих дня принято спросить; ответ автора отметьте на доске обещаний.
mail-promise-named = автору обещали { $due }
mail-promise-undated = срок автору не назван, считаем { $due }
mail-promise-what = Что обещали
mail-promise-owner = Отвечает
mail-promise-board = Доска обещаний

## Topics

mail-topic-headline = Вернулось после исправления: { $topic }
mail-topic-told =
    { $n ->
        [one] Исправлено { $fixed }, с тех пор пожаловался { $n } человек.
        [few] Исправлено { $fixed }, с тех пор пожаловались { $n } человека.
       *[other] Исправлено { $fixed }, с тех пор пожаловались { $n } человек.
    }
mail-topic-advice = Тема снова открыта. Посмотрите отзывы и решите, что сделать теперь.
mail-topic-open = Открыть темы

## Praise

mail-praise-subject =
    { $n ->
        [one] Спасибо по имени: { $names }
        [2] Спасибо по имени: { $names }
        [3] Спасибо по имени: { $names }
       *[other] Спасибо по имени: { $names } и другие
    }
mail-praise-headline =
    { $n ->
        [one] Герои недели: { $n } человек
        [few] Герои недели: { $n } человека
       *[other] Герои недели: { $n } человек
    }
mail-praise-period = Отзывы с { $from } по { $to }, словами авторов.
mail-praise-count =
    { $n ->
        [one] { $n } благодарность
        [few] { $n } благодарности
       *[other] { $n } благодарностей
    }
mail-praise-more =
    { $n ->
        [one] И ещё { $n } человек.
        [few] И ещё { $n } человека.
       *[other] И ещё { $n } человек.
    }
mail-praise-ask = Перешлите тем, кто рядом с этими людьми работает.

## Help

mail-help-headline = { $name } просит помощи с отзывом
mail-help-advice = Откройте отзыв, подскажите или возьмите его себе.
mail-help-uncounted = Такие просьбы нигде не считаются.

## Test

mail-test-subject = Проверка связи — «Отклик», { $business }
mail-test-headline = Проверка связи
mail-test-text = Если вы это читаете, сообщения от «Отклика» до вас доходят. Отправлено в { $time }.
