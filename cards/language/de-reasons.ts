/** Auf Deutsch: warum etwas nicht geht, worum Mio bittet und warum, und was die Prüfung der Einstellungen ansieht. */
import type { Words } from './words.ts';

export const reasons: Words['reasons'] = {
  private_channel: {
    it: 'Dieser Kanal',
    is: (it) => `${it} ist ein privater Kanal.`,
    remedy: 'Wählen Sie einen Standardkanal des Teams: Private Kanäle lassen sich nicht verbinden.',
  },
  shared_channel: {
    it: 'Dieser Kanal',
    is: (it) => `${it} ist ein geteilter Kanal.`,
    remedy: 'Wählen Sie einen Standardkanal des Teams: Geteilte Kanäle lassen sich nicht verbinden.',
  },
  archived_team: {
    it: 'Dieses Team',
    is: (it) => `${it} ist archiviert.`,
    remedy: 'Bitten Sie einen Besitzer, es wiederherzustellen, oder wählen Sie ein anderes Team.',
  },
  already_linked: {
    it: 'Dieser Kanal',
    is: (it) => `${it} gehört schon zu einem universellen Kanal.`,
    remedy: 'Wählen Sie einen anderen, oder verlassen Sie zuerst den anderen universellen Kanal.',
  },
  place_gone: {
    it: 'Dieser Kanal',
    is: (it) => `${it} ist nicht mehr vorhanden.`,
    remedy: 'Wählen Sie einen anderen.',
  },
  place_unusable: {
    it: 'Dieser Kanal',
    is: (it) => `${it} lässt mich nicht lesen und schreiben.`,
    remedy: 'Fügen Sie Mio dort als Mitglied hinzu, oder wählen Sie einen anderen.',
  },
  same_platform_account: {
    it: 'Dasselbe Konto',
    is: (it) => `${it} wäre auf beiden Seiten.`,
    remedy: 'Wählen Sie eine andere Plattform, oder laden Sie eine andere Firma ein.',
  },
  service_user_missing: {
    it: 'Dieses Team',
    is: (it) => `${it} hat das Konto, das für Mio angelegt wurde, noch nicht als Mitglied.`,
    remedy: 'Bitten Sie einen Besitzer, das Konto hinzuzufügen. Bis Teams es kennt, können einige Minuten vergehen.',
  },
  app_not_published: {
    it: 'Der App-Katalog Ihrer Firma',
    is: (it) => `${it} enthält Mio noch nicht.`,
    remedy: 'Bitten Sie einen Teams-Administrator, mir „veröffentlichen“ zu schreiben.',
  },
  platform_not_connected: {
    it: 'Diese Plattform',
    is: (it) => `${it} ist noch nicht mit Mio verbunden.`,
    remedy: 'Ein Administrator kann sie hier verbinden, mit dem Konto, das für Mio angelegt wurde.',
  },
  connection_ill: {
    it: 'Diese Verbindung',
    is: (it) => `${it} ist mit der Anmeldung, die ich habe, nicht erreichbar.`,
    remedy: 'Bitten Sie einen Administrator, sie neu zu verbinden.',
  },
  name_unusable: {
    it: 'Dieser Name',
    is: (it) => `${it} ist dort schon vergeben oder als Name nicht erlaubt.`,
    remedy: 'Wählen Sie einen anderen Namen.',
  },
  name_repeats: {
    is: (it) => `Mehrere heißen ${it}.`,
    remedy: 'Wählen Sie auf der Karte, oder schreiben Sie die ganze Zeile so, wie sie dort steht.',
  },
  creation_unsupported: {
    it: 'Diese Plattform',
    is: (it) => `${it} lässt mich keine neuen Kanäle anlegen.`,
    remedy: 'Legen Sie den Kanal dort selbst an, und wählen Sie ihn dann hier.',
  },
  not_team_owner: {
    it: 'Dieses Team',
    is: (it) => `${it} erlaubt das nur seinen Besitzern.`,
    remedy: 'Bitten Sie einen Besitzer des Teams darum.',
  },
  not_administrator: {
    is: () => 'Das dürfen nur Administratoren.',
    remedy: 'Bitten Sie einen Teams-Administrator Ihrer Firma.',
  },
  not_found: {
    it: 'Das',
    is: (it) => `${it} ist nicht unter dem, was Sie sehen können.`,
    remedy: 'Prüfen Sie den Namen, oder fragen Sie jemanden, der es sehen kann.',
  },
  yes_or_no: {
    it: 'das',
    is: (it) => `Ich verstehe ${it} weder als Ja noch als Nein.`,
    remedy: 'Drücken Sie einen Knopf, oder antworten Sie „ja“ oder „nein“.',
  },
  sign_in_needed: {
    is: () => 'Dafür müssen Sie angemeldet sein.',
    remedy: 'Melden Sie sich an, und versuchen Sie es noch einmal.',
  },
  sign_in_cancelled: {
    is: () => 'Die Anmeldung wurde abgebrochen.',
    remedy: 'Es wurde nichts geändert. Sie können sich jederzeit anmelden.',
  },
  sign_in_refused: {
    is: () => 'Die Erlaubnis wurde verweigert.',
    remedy: 'Wenn Sie weitermachen möchten, beginnen Sie noch einmal und stimmen Sie zu.',
  },
  administrator_consent_needed: {
    is: () => 'In Ihrer Firma können dem nur Administratoren zustimmen.',
    remedy: 'Senden Sie den Link unten an einen Administrator. Melden Sie sich danach noch einmal an.',
  },
  wrong_tenant: {
    it: 'Dieses Konto',
    is: (it) => `${it} gehört zu einer anderen Firma als der, aus der Sie schreiben.`,
    remedy: 'Melden Sie sich noch einmal an, und wählen Sie ein Konto dieser Firma.',
  },
  wrong_account: {
    it: 'Dieses Konto',
    is: (it) => `${it} ist nicht das Konto, mit dem Sie mir schreiben.`,
    remedy: 'Melden Sie sich noch einmal an, und wählen Sie das Konto, das Sie in Teams benutzen.',
  },
  wrong_workspace: {
    it: 'diesem Workspace',
    is: (it) => `Dieses Konto gehört nicht zu ${it}.`,
    remedy: 'Verknüpfen Sie noch einmal, und wählen Sie ein Konto dieses Workspace.',
  },
  not_service_user: {
    it: 'das Konto, das für Mio angelegt wurde',
    is: (it) => `Das ist nicht das Konto, mit dem Mio zuhört: Gemeint ist ${it}.`,
    remedy: 'Melden Sie sich noch einmal an, und wählen Sie dieses Konto.',
  },
  roles_missing: {
    it: 'eine Administratorrolle',
    is: (it) => `Diesem Konto fehlt, was Mio braucht: ${it}.`,
    remedy: 'Bitten Sie einen globalen Administrator, sie zuzuweisen, und melden Sie sich noch einmal an.',
  },
  sign_in_expired: {
    is: () => 'Ihre Anmeldung gilt nicht mehr.',
    remedy: 'Melden Sie sich noch einmal an.',
  },
  link_spent: {
    is: () => 'Dieser Link wurde schon benutzt oder ist älter als zehn Minuten.',
    remedy: 'Beginnen Sie noch einmal, um einen neuen zu bekommen.',
  },
  code_wrong: {
    is: () => 'Dieser Code stimmt nicht.',
    remedy: 'Prüfen Sie ihn, oder beginnen Sie neu, um einen anderen zu bekommen.',
  },
  invitation_unusable: {
    is: () => 'Diese Einladung ist nicht benutzbar: Der Code ist falsch, schon benutzt, zurückgezogen oder zu alt.',
    remedy: 'Prüfen Sie den Code, oder bitten Sie um eine neue Einladung.',
  },
  invitation_own: {
    is: () => 'Diese Einladung kommt aus Ihrer eigenen Firma.',
    remedy: 'Geben Sie den Code der anderen Firma: Sie muss ihn annehmen.',
  },
  invitation_other_address: {
    is: () => 'Diese Einladung ist für jemanden mit einer anderen E-Mail-Adresse.',
    remedy: 'Bitten Sie um eine Einladung an Ihre eigene Adresse.',
  },
  address_unusable: {
    it: 'Das',
    is: (it) => `${it} ist keine E-Mail-Adresse.`,
    remedy: 'Prüfen Sie sie, oder lassen Sie das Feld leer.',
  },
  platform_unavailable: {
    it: 'Die Plattform',
    is: (it) => `${it} antwortet gerade nicht.`,
    remedy: 'Versuchen Sie es in einigen Minuten noch einmal.',
  },
  busy_elsewhere: {
    is: () => 'Das ändert gerade jemand anderes.',
    remedy: 'Versuchen Sie es gleich noch einmal.',
  },
};

export const stages: Words['stages'] = {
  signUp: {
    title: 'Bei Mio anmelden',
    why: 'Bevor ich etwas für Sie tue, muss ich wissen, wer Sie sind. Um mehr bitte ich jetzt nicht.',
    done: 'Jetzt weiß ich, wer Sie sind.',
    next: 'Anmelden',
  },
  person: {
    title: 'Ihre Teams zeigen',
    why: 'Sie möchten einen Kanal auswählen. Dafür muss ich sehen, in welchen Teams und Kanälen Sie sind.',
    done: 'Jetzt sehe ich Ihre Teams und Kanäle. Schreiben Sie „erstellen“, um einen davon zu verbinden.',
    next: 'Meine Teams zeigen',
  },
  serviceUser: {
    title: 'Teams für Ihre Firma verbinden',
    why: 'Damit Nachrichten ankommen, brauche ich ein eigenes Konto in Ihrer Firma. Melden Sie sich mit dem Konto an, das für Mio angelegt wurde, nicht mit Ihrem eigenen.',
    done: 'Teams ist für Ihre Firma verbunden. Prüfen Sie jetzt die Einstellungen, um zu sehen, was noch fehlt.',
    next: 'Teams für die Firma verbinden',
  },
  accountSync: {
    title: 'Ihr Teams-Konto verknüpfen',
    why: 'Ihre Reaktionen und Dateien von anderen Plattformen können dann in Teams als Ihre eigenen erscheinen, nicht als meine. Für anderes benutze ich Ihr Konto nicht.',
    doneTitle: 'Ihr Teams-Konto ist verknüpft',
    done: 'Ihre Reaktionen und Dateien von anderen Plattformen erscheinen ab jetzt in Teams als Ihre eigenen, wo auch Ihr Konto dort verknüpft ist.',
    next: 'Mein Teams-Konto verknüpfen',
  },
  serviceUserFidelity: {
    title: 'Dateien in den Ordner „Dateien“ legen',
    why: 'Dateien aus Slack und Webex legt das Konto, das für Mio angelegt wurde, in den Ordner „Dateien“ des Kanals, statt eines Links. Melden Sie sich mit diesem Konto an, nicht mit Ihrem eigenen.',
    doneTitle: 'Dateien kommen in den Ordner „Dateien“',
    done: 'Neue Dateien aus Slack und Webex kommen in den Ordner „Dateien“ des Kanals. Unter „Einstellungen“ können Sie das ausschalten.',
    next: 'Dateien in den Ordner legen',
  },
};

export const permissions: Words['permissions'] = {
  'User.Read': 'Ihren Namen und Ihre E-Mail-Adresse sehen, damit ich weiß, wer Sie sind.',
  offline_access: 'Sie angemeldet lassen, damit ich Sie nicht jedes Mal fragen muss.',
  'Team.ReadBasic.All': 'Die Namen Ihrer Teams sehen, damit Sie eines auswählen können.',
  'Channel.ReadBasic.All': 'Die Namen der Kanäle darin sehen, damit Sie einen auswählen können.',
  'User.ReadBasic.All': 'Die Namen der Personen in Ihrer Firma sehen, damit Sie sie finden können.',
  'Files.Read.All': 'Dateien aus verbundenen Kanälen lesen, damit auch die andere Seite sie bekommt.',
  'AppCatalog.ReadWrite.All': 'Mio in den App-Katalog Ihrer Firma stellen und dort aktuell halten.',
  'Group.Read.All': 'Sehen, wer in einem Team ist und wem es gehört, damit nur Besitzer dessen Kanäle verbinden.',
  'Group.ReadWrite.All': 'Den Teams beitreten, deren Kanäle verbunden sind. Sonst ändere ich an Teams nichts.',
  'ChannelMessage.Read.All': 'Nachrichten in verbundenen Kanälen lesen, damit sie auf der anderen Seite erscheinen.',
  'Directory.Read.All':
    'Sehen, wer Administrator ist und welche Zustimmungen es gibt, damit ich die Einstellungen prüfen kann.',
  'TeamsAppInstallation.ReadWriteForUser': 'Mio für dieses Konto hinzufügen, um zu prüfen, ob Ihre Firma das erlaubt.',
  'TeamsAppInstallation.ReadWriteForTeam': 'Mio zu den Teams hinzufügen, deren Kanäle verbunden sind.',
  'Files.ReadWrite.All': 'Dateien, die ankommen, in den Ordner „Dateien“ des Kanals legen.',
  'ChannelMessage.Send': 'Auf Nachrichten reagieren und Nachrichten mit Dateien schreiben.',
  'ChannelMessage.ReadWrite': 'Diese Nachrichten ändern oder löschen, wenn das Original geändert oder gelöscht wird.',
};

export const checks: Words['checks'] = {
  signed_in: {
    title: 'Das Konto von Mio ist angemeldet',
    remedy: 'Schreiben Sie mir „anmelden“, und melden Sie sich mit dem Konto an, das für Mio angelegt wurde.',
    look: 'Sehen Sie nach, ob sich das Konto, das für Mio angelegt wurde, noch anmelden kann.',
  },
  roles: {
    title: 'Das Konto von Mio hat seine Administratorrollen',
    remedy: 'Weisen Sie ihm die Rollen Teams-Administrator und Anwendungsadministrator zu, und melden Sie es neu an.',
    look: 'Sehen Sie nach, ob es die Rollen Teams-Administrator und Anwendungsadministrator hat.',
  },
  consents: {
    title: 'Allen Berechtigungen wurde zugestimmt',
    remedy: 'Lassen Sie einen Administrator für alle zustimmen, und melden Sie das Konto neu an.',
    look: 'Sehen Sie nach, ob alle Berechtigungen von Mio als erteilt angezeigt werden.',
  },
  catalog_entry: {
    title: 'Mio ist im App-Katalog',
    remedy: 'Schreiben Sie mir als Teams-Administrator „veröffentlichen“.',
    look: 'Sehen Sie nach, ob Mio in der Liste der Apps steht und veröffentlicht ist.',
  },
  install_probe: {
    title: 'Mio lässt sich hinzufügen',
    remedy: 'Erlauben Sie Mio in der Berechtigungsrichtlinie, und prüfen Sie noch einmal.',
    look: 'Versuchen Sie, Mio unter „Apps“ für sich selbst hinzuzufügen.',
  },
  teams_joined: {
    title: 'Das Konto von Mio ist in allen verbundenen Teams',
    remedy: 'Bitten Sie einen Besitzer jedes Teams, das Konto hinzuzufügen, das für Mio angelegt wurde.',
    look: 'Sehen Sie nach, ob das Konto, das für Mio angelegt wurde, Mitglied jedes verbundenen Teams ist.',
  },
  webhook: {
    title: 'Microsoft erreicht Mio',
    remedy: 'Fragen Sie die Betreiber von Mio, ob die Adresse aus dem Internet erreichbar ist.',
    look: 'Fragen Sie die Betreiber von Mio, ob Nachrichten von Microsoft ankommen.',
  },
  certificate: {
    title: 'Das Zertifikat, das Nachrichten schützt, ist gültig',
    remedy: 'Bitten Sie die Betreiber von Mio, es zu erneuern.',
    look: 'Fragen Sie die Betreiber von Mio, wie lange es gilt.',
  },
  client_secret: {
    title: 'Das Kennwort von Mio bei Microsoft ist gültig',
    remedy: 'Bitten Sie die Betreiber von Mio, einen neuen geheimen Clientschlüssel anzulegen.',
    look: 'Sehen Sie unter „Zertifikate & Geheimnisse“ nach, wann der geheime Clientschlüssel abläuft.',
  },
  permission_policy: {
    title: 'Die Berechtigungsrichtlinie erlaubt Mio',
    remedy: 'Erlauben Sie dort Mio oder alle Apps dieser Art.',
    look: 'Drittanbieter- und benutzerdefinierte Apps: „Alle Apps zulassen“, oder Mio steht unter den zugelassenen.',
  },
  setup_policy: {
    title: 'Die Setuprichtlinie erlaubt eigene Apps',
    remedy: 'Schalten Sie „Benutzerdefinierte Apps hochladen“ ein.',
    look: '„Benutzerdefinierte Apps hochladen“ muss nur an sein, wenn Personen nach außerhalb Ihrer Firma schreiben sollen.',
  },
  org_settings: {
    title: 'Apps sind für die ganze Firma erlaubt',
    remedy: 'Schalten Sie in den organisationsweiten App-Einstellungen Drittanbieter- und eigene Apps ein.',
    look: 'In den organisationsweiten App-Einstellungen sollten Drittanbieter- und eigene Apps an sein.',
  },
  app_allowed: {
    title: 'Mio selbst ist zugelassen',
    remedy: 'Setzen Sie den Status von Mio auf „Zugelassen“.',
    look: 'Der Status von Mio in der Liste der Apps sollte „Zugelassen“ sein.',
  },
};
