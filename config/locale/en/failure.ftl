# Why a source or a reply failed, and what to do: one message per adapters::Failure.

failure-slow =
    .cause = The platform asks us to come less often.
    .remedy = Nothing to do: the next request goes out later. If it happens daily, raise "every" of the source.
failure-slow-until =
    .cause = The platform asks us to wait until { $until }.
    .remedy = Nothing to do: the next request goes out after that time. If it happens daily, raise "every" of the source.
failure-down =
    .cause = { $sign ->
        [timeout] The platform did not answer in time.
        [no_answer] The platform did not answer.
        [connect] The platform could not be reached.
        [dns] The address of the platform cannot be found.
        [transient_empty] The platform sent an empty answer.
        [tls_roots] The server has no root certificates, so no connection can be trusted.
        [pace] The database gave no turn for the request.
        [lease_lost] Another otklik is reading the source already.
        [too_large] The platform sent too large an answer.
       *[other] The platform is not reachable now ({ $sign }).
    }
    .remedy = We try again by ourselves, less and less often. If it lasts over an hour, open the platform in a browser and check the network of the server.
failure-auth =
    .cause = { $sign ->
        [no_key] No access key is set.
        [no_access_key] No access key is set.
        [token_missing] No access key is set.
        [opt_in] The platform is off until the owner has consented (opt_in).
        [proxy] The address of the proxy is missing or wrong.
        [secret_missing] No access key is set.
        [token_malformed] The access key is written wrongly: a space, a line break, or not the right key.
        [malformed_header] The access key is written wrongly: a space, a line break, or not the right key.
        [token_unknown] The platform does not know this key.
        [forbidden] The key is accepted but has no right to do this.
        [conflict] Another program uses the same bot key.
        [access_incomplete] The access is only partly set.
       *[other] The platform did not accept the access key ({ $sign }).
    }
    .remedy = { $sign ->
        [opt_in] Read what `otklik source add LINK` says of it and, if you consent, set opt_in = true for the source.
       *[other] Check the key in [source.access]: has it expired, does it have the needed rights? Then run otklik check.
    }
failure-blocked =
    .cause = { $signs ->
        [captcha] The platform shows us a captcha instead of reviews.
        [validation] The platform wants a person to confirm the log-in.
        [soft_ban] The platform shows us an empty page although others see it.
        [contact_page] Instead of posts the platform shows only the card of the channel.
        [redirect_loop] The platform sends us in circles instead of showing reviews.
        [redirect_elsewhere] The platform sends us to another site instead of showing reviews.
       *[other] The platform has closed itself to us ({ $signs }).
    }
    .remedy = We do not evade bans and come less often. The dependable way is official access: set a key in [source.access].
failure-gone =
    .cause = The place is not found on the platform: deleted, moved, or the link is wrong.
    .remedy = Open the link of the source in a browser and put the new one into "url".
failure-drift =
    .cause = { $at ->
        [known_reviews] The platform shows none of the reviews that we know.
        [ids] The platform shows old reviews under other ids or in another order.
        [fields-rating] All stars are gone from the page.
        [fields-text] All texts are gone from the page.
        [fields-author_name] All authors’ names are gone from the page.
        [fields-author_id] All authors’ ids are gone from the page.
        [fields-date] All dates are gone from the page.
        [fields-url] All links to reviews are gone from the page.
       *[other] The page of the platform has changed and reviews can no longer be read (at { $at }).
    }
    .remedy = Update otklik. If that does not help, send us the kept sample: it is on the page of the source.
failure-refused =
    .cause = The platform read the reply and declined it ({ $reason }).
    .remedy = Change the text and approve it again, or reply on the platform itself.
failure-unknown =
    .cause = The reply went out, but the platform did not confirm it.
    .remedy = We do not send it again. The next reading of the source shows whether it is there; you may also look on the platform.
failure-unsupported =
    .cause = This kind of access cannot do that.
    .remedy = Do it on the platform itself, or set another access in [source.access].
failure-unchanged =
    .cause = Nothing has changed since last time.
    .remedy = Nothing to do.

# What makes a source doubtful: one message per domain::health::Concern.

concern-failing =
    .cause = The last reading failed.
    .remedy = It is tried again by itself.
concern-counter =
    .cause = The counts have differed for more than a day: the platform counts { $theirs }, we have { $own }.
    .remedy = Compare with the platform in a browser. If it has more reviews, we cannot see some of them: another access in [source.access] or a newer otklik is needed.
concern-silent =
    .cause = Nothing new was seen for { $quiet }; a pause here is usually not longer than { $usual }: suspicious.
    .remedy = Open the source’s link in a browser. If there are new reviews, the platform shows us something else: set an official access in [source.access].
concern-faded =
    .cause = { $field ->
        [rating] Stars
        [text] Texts
        [author_name] Authors’ names
        [author_id] Authors’ ids
        [date] Dates
       *[url] Links to reviews
    } stood in { $was }% of reviews and now stand in { $now }%.
    .remedy = The platform seems to be changing its page. Compare one review in a browser; if everything is there, update otklik.
concern-lost =
    .cause = { $n ->
        [one] The oldest known review is
       *[other] The { $n } oldest known reviews are
    } not seen any more, though the list was read to its end.
    .remedy = Open the platform and look for an old review. If it is there, we are not given the whole list: set another access in [source.access]. If the reviews were deleted, the source will calm down by itself.
concern-window =
    .cause = The source has not been read for { $unseen }, and the platform lists reviews for { $window } only: soon some will be lost for good.
    .remedy = Mend the access today or read the reviews on the platform itself. otklik check names the cause.
