/** Ce que Mio dit en français. */
import { checks, permissions, reasons, stages } from './fr-reasons.ts';
import type { Words } from './words.ts';

export const fr: Words = {
  locale: 'fr-FR',
  inQuotes: (text) => `« ${text} »`,
  pair: (title, value) => `${title} : ${value}`,
  buttons: {
    signIn: 'Se connecter',
    signInAgain: 'Se reconnecter',
    consent: 'Accord d’administrateur',
    next: 'Suivant',
    back: 'Retour',
    cancel: 'Annuler',
    notNow: 'Pas maintenant',
    help: 'Aide',
    create: 'Créer un canal universel',
    convert: 'Relier ce canal',
    newPlace: 'En créer un',
    invite: 'Inviter une entreprise',
    connectNow: 'Relier',
    tryAgain: 'Réessayer',
    checkAgain: 'Vérifier à nouveau',
    settings: 'Vérifier les paramètres',
    publish: 'Publier Mio',
    invitations: 'Invitations en attente',
    takeBack: 'Retirer',
    writeMail: 'Écrire l’e-mail',
    who: 'Qui est là',
    status: 'État',
    pause: 'Suspendre',
    resume: 'Reprendre',
    leave: 'Quitter',
    openPage: 'Ouvrir la page',
    openChat: 'Ouvrir la conversation',
    accounts: 'Mes comptes',
    link: 'Lier',
    linkAgain: 'Lier à nouveau',
    unlink: 'Dissocier',
    switchOn: 'Activer',
    switchOff: 'Désactiver',
  },
  states: {
    active: 'En marche : les messages passent',
    paused: 'En pause : rien ne passe',
    waiting: 'En attente de l’autre côté',
    archived: 'Interrompu : un côté est archivé',
    unheard: 'Un côté ne peut pas être lu',
  },
  archived: (title) => `${title} (archivé : rien n’y passe)`,
  unheard: (title) => `${title} (illisible : rien n’en sort)`,
  unheardRemedy:
    'Je n’y ai plus accès. Demandez à un propriétaire de l’équipe d’y ajouter à nouveau le compte créé pour Mio : je rattrape alors aussi ce qui a été écrit entre-temps.',
  facts: {
    state: 'État',
    partner: 'Autre entreprise',
    thisSide: 'Ce côté',
    otherSide: 'Autre côté',
    code: 'Code',
    until: 'Valable jusqu’au',
    address: 'Pour',
  },
  lists: {
    more: (count) => `et ${count} de plus`,
    notShown: (count) =>
      `${count} de plus ne tiennent pas dans cette liste. Si le vôtre en fait partie, écrivez son nom.`,
    notChoosable: 'Ceux-ci ne peuvent pas être choisis :',
  },
  inputs: {
    choose: 'Choisir…',
    chooseFirst: 'Veuillez faire un choix.',
    writeFirst: 'Veuillez remplir ce champ.',
  },

  greeting: {
    title: 'Bonjour, je suis Mio',
    what: 'Je relie des canaux Teams à Slack, Webex et d’autres entreprises : ce qui est écrit d’un côté apparaît de l’autre.',
    home: 'C’est dans cette équipe que l’on me configure. La personne qui m’a ajouté trouve la suite dans un message privé de ma part.',
    guest: (team) =>
      `Je travaille maintenant dans « ${team} ». Pour relier un canal, mentionnez-moi dedans : « @Mio relier ».`,
    aboutHome:
      'Pour toute une entreprise, on me configure depuis une équipe nommée « Mio ». S’il n’y en a pas encore, un administrateur peut la créer.',
  },
  welcome: {
    title: (name) => (name ? `Bonjour ${name}` : 'Bonjour'),
    next: 'Je relie des canaux Teams à Slack, Webex et d’autres entreprises. Connectez-vous d’abord, pour que je sache qui vous êtes.',
    personalOnly:
      'Pour le moment, je ne suis là que pour vous. Pour m’utiliser à plusieurs, ajoutez-moi aussi à une équipe : Applications, Mio, « Ajouter à une équipe ».',
  },

  stages,
  permissions,
  signIn: {
    anyone: 'Vous pouvez donner cet accord vous-même :',
    byPolicy: 'Selon les règles par défaut de Microsoft, un administrateur doit donner cet accord :',
    administrator: 'Un administrateur doit donner cet accord :',
    ways: 'Votre entreprise peut avoir des règles plus strictes. Un administrateur peut alors donner l’accord pour tous avec le second bouton.',
    administratorFirst:
      'Un administrateur doit d’abord donner son accord pour tous, avec le second bouton. Si vous ne l’êtes pas, appuyez sur le premier : je vous donne alors le lien à transmettre.',
    goodFor: 'La page de connexion sert une seule fois, pendant dix minutes.',
  },
  signedIn: {
    title: 'Vous êtes connecté',
    account: (account) => `Compte : ${account}`,
    next: {
      person: 'Pour choisir un canal, je dois aussi voir vos équipes.',
      serviceUser:
        'Teams n’est pas encore relié pour votre entreprise. Un administrateur peut le faire avec le compte créé pour Mio.',
    },
  },
  signedOut: {
    title: 'Vous êtes déconnecté',
    text: 'J’ai oublié votre connexion et vos comptes liés. Les canaux universels continuent.',
  },
  signInFailed: {
    title: 'La connexion n’a pas abouti',
    forAdministrator: 'Voici le lien pour un administrateur :',
  },

  accounts: {
    title: 'Vos comptes',
    why: 'Avec des comptes liés, vos réactions et fichiers passent comme les vôtres, pas comme les miens. Tout le reste marche sans cela.',
    states: {
      linked: 'Lié',
      expired: 'Plus valable',
      not_linked: 'Non lié',
    },
    gives: {
      teams:
        'Permet à vos réactions et fichiers venus d’autres plateformes d’apparaître dans Teams comme les vôtres, dès que votre compte là-bas est lié aussi.',
      slack:
        'Permet à vos réactions d’apparaître dans Slack comme les vôtres, et m’indique quel compte est le vôtre là-bas.',
      webex:
        'M’indique quel compte est le vôtre là-bas, pour que vos fichiers de Webex puissent apparaître dans Teams comme les vôtres.',
    },
    none: 'Il n’y a encore aucun compte à lier sur une autre plateforme. Écrivez « créer » pour relier un canal à l’une d’elles.',
  },
  linkAccount: {
    title: (account) => `Lier votre compte dans ${account}`,
    asks: {
      slack: 'Slack demande si je peux réagir pour vous. Cela ne me permet de rien lire.',
      webex: 'Webex demande si je peux voir qui vous êtes. Je ne demande rien d’autre.',
    },
  },
  linkFailed: {
    title: 'Le compte n’a pas été lié',
  },
  accountLinked: {
    title: (account) => `Votre compte dans ${account} est lié`,
    undo: 'Vous pouvez le dissocier à tout moment : écrivez « mes comptes ».',
  },
  accountUnlinked: {
    title: (account) => `Votre compte dans ${account} n’est plus lié`,
    text: 'Je l’ai oublié. Ce que vous faites sur d’autres plateformes y apparaît de nouveau par moi.',
  },

  help: {
    title: 'Voici ce que je sais faire',
    how: {
      channel: 'Mentionnez-moi avec l’un de ces mots, dans n’importe quelle langue que je parle, ou appuyez dessus.',
      personal: 'Écrivez l’un de ces mots, dans n’importe quelle langue que je parle, ou appuyez dessus.',
    },
  },
  unknown: {
    title: 'Je n’ai pas compris',
    text: 'Pensiez-vous à l’un de ceux-ci ?',
    elsewhere: {
      channel: (word) => `« ${word} » marche quand vous m’écrivez directement, pas dans un canal.`,
      personal: (word) => `« ${word} » marche quand vous me mentionnez dans un canal.`,
    },
  },
  problem: { title: 'Ce n’est pas encore possible' },
  failure: {
    title: 'Quelque chose a échoué de mon côté',
    text: (reference) =>
      `Réessayez dans quelques minutes. Si cela se reproduit, donnez ce numéro à votre administrateur : ${reference}`,
  },
  ended: {
    title: 'Cette carte ne sert plus',
    text: 'Elle a déjà reçu une réponse, ou son temps est écoulé. Écrivez « aide » pour recommencer.',
  },
  notYours: {
    title: 'Une autre personne remplit cette carte',
    text: 'Seule la personne qui a commencé peut y répondre. Vous pouvez commencer vous-même : écrivez « aide ».',
  },
  cancelled: { title: 'Annulé', text: 'Rien n’a changé.' },
  wroteToYou: {
    title: 'Je vous ai écrit',
    text: 'Continuons dans notre propre conversation, où vous seul voyez la suite.',
  },
  shutOut: {
    title: 'Je ne peux pas vous écrire',
    text: 'J’ai été retiré de notre propre conversation, ou bloqué. Ouvrez-la, autorisez-moi à nouveau, puis répétez votre demande.',
  },
  nothingToCancel: { title: 'Il n’y a rien à annuler', text: 'Écrivez « aide » pour voir ce que je sais faire.' },

  chooseTeam: {
    title: 'Dans quelle équipe est le canal ?',
    label: 'Équipe',
    none: 'Je ne vois aucune équipe dont vous êtes membre. Rejoignez-en une ou créez-la, puis recommencez.',
  },
  chooseChannel: {
    title: (team) => `Quel canal de « ${team} » ?`,
    label: 'Canal',
    none: 'Aucun canal de cette équipe ne peut être choisi.',
  },
  chooseOther: {
    title: 'À quoi faut-il le relier ?',
    label: 'Autre côté',
    anotherCompany: 'Une autre entreprise, par invitation',
  },
  choosePlace: {
    title: (connection) => `Quel canal ou espace de « ${connection} » ?`,
    label: 'Canal ou espace',
    none: 'Il n’y a encore aucun canal ou espace à choisir.',
  },
  newPlace: {
    title: (connection) => `Un nouveau canal ou espace dans « ${connection} »`,
    label: 'Nom',
    text: 'Je le crée quand vous confirmez, pas avant.',
    createsOnly: 'Seul un administrateur Teams peut relier un canal ou un espace qui existe déjà.',
  },
  inviteCompany: {
    title: 'Quelle entreprise voulez-vous inviter ?',
    titleInto: (channel) => `Quelle entreprise voulez-vous inviter dans « ${channel} » ?`,
    label: 'Adresse e-mail (facultative)',
    text: 'Une personne qui a cette adresse doit se connecter avant que son entreprise puisse accepter. Sans adresse, toute personne qui a le code le peut.',
    placeholder: 'nom@entreprise.fr',
  },
  preflight: {
    ready: 'Prêt à relier',
    readyText: 'J’ai regardé des deux côtés, rien ne s’y oppose. Ensuite, chaque côté voit ce que l’autre écrit.',
    blocked: 'Il n’est pas encore possible de relier ces canaux',
    blockedText: 'Rien n’a changé. Voici ce qui s’y oppose :',
    nameLabel: 'Nom du canal universel',
  },
  created: {
    title: (channel) => `« ${channel} » est relié`,
    text: 'Je me suis présenté de chaque côté. Vous pouvez écrire comme toujours.',
    invited:
      'Donnez ce lien ou le code à l’autre entreprise. Je ne les montre qu’une fois, et vous préviens quand elle arrive.',
  },

  enterCode: {
    title: 'Accepter une invitation',
    label: 'Code',
    text: 'L’autre entreprise vous a donné un lien ou un code. Écrivez-le ou collez-le ici.',
  },
  invited: {
    title: (from) => `${from} vous invite`,
    text: (channel, until) =>
      `Il s’agit du canal universel « ${channel} ». L’invitation est valable jusqu’au ${until}.`,
    label: 'Où doit-il apparaître de votre côté ?',
    none: 'Aucune plateforme n’est encore connectée de votre côté. Un administrateur peut le faire sur les pages de Mio.',
  },
  accepted: {
    title: (channel) => `Vous avez rejoint « ${channel} »`,
    text: 'L’autre entreprise est prévenue. Désormais, ce qui est écrit d’un côté apparaît de l’autre.',
  },
  invitation: {
    title: (channel) => `Invitation à « ${channel} »`,
    text: 'Donnez ce lien ou le code à l’autre entreprise. Je ne les montre qu’une fois.',
    anyone: 'Toute personne qui a le code',
  },
  mail: {
    subject: (channel) => `Invitation à « ${channel} »`,
    hello: 'Bonjour,',
    why: 'j’aimerais relier un de nos canaux à votre entreprise : ce qui est écrit d’un côté apparaît de l’autre.',
    page: 'Cette page explique comment accepter :',
    until: (date) => `L’invitation sert une seule fois, jusqu’au ${date}.`,
  },
  invitations: {
    title: 'Invitations en attente',
    none: 'Aucune invitation n’est en attente. Écrivez « inviter » pour inviter une entreprise.',
    until: (date) => `Valable jusqu’au ${date}`,
    anyone: 'Pour toute personne qui a le code',
  },
  revoked: { title: 'L’invitation est retirée', text: 'Son code ne marche plus.' },

  chooseUniversalChannel: {
    titles: {
      pause: 'Quel canal universel voulez-vous mettre en pause ?',
      resume: 'Quel canal universel voulez-vous reprendre ?',
      leave: 'Quel canal universel voulez-vous quitter ?',
      invite: 'Dans quel canal universel voulez-vous inviter une entreprise ?',
    },
    label: 'Canal universel',
    none: 'Il n’y a pas de canal universel pour cela. Écrivez « créer » pour en faire un.',
  },
  confirmLeave: {
    title: (channel) => `Voulez-vous quitter « ${channel} » ?`,
    text: 'Plus rien ne passera depuis ou vers votre côté, et les autres en seront prévenus. Ce qui a été écrit reste en place.',
  },
  confirmPause: {
    title: (channel) => `Voulez-vous mettre « ${channel} » en pause ?`,
    text: 'Rien ne passera jusqu’à la reprise, et tous les côtés en seront prévenus. Ce qui sera écrit entre-temps restera de son côté, même après la reprise.',
  },
  paused: {
    title: (channel) => `« ${channel} » est en pause`,
    text: 'Ce qui est écrit maintenant reste de son côté, même après la reprise.',
  },
  resumed: {
    title: (channel) => `« ${channel} » a repris`,
    text: 'Ce que vous écrivez désormais passe de nouveau.',
  },
  left: {
    title: (channel) => `Vous avez quitté « ${channel} »`,
    text: 'Les autres sont prévenus. Ce qui a été écrit reste en place.',
  },
  notUniversal: {
    title: 'Ce canal n’est pas encore relié',
    text: 'Je peux le relier à Slack, Webex ou une autre entreprise.',
  },
  channels: { title: 'Vos canaux universels', none: 'Je n’en ai trouvé aucun. Écrivez « créer » pour en faire un.' },
  members: {
    title: (channel) => `Qui est dans « ${channel} »`,
    one: '1 personne',
    many: (count) => `${count} personnes`,
    unknown: 'Je ne vois pas combien',
  },
  found: {
    title: (text) => `Personnes trouvées pour « ${text} »`,
    none: (text) => `Je n’ai trouvé personne pour « ${text} ». Essayez une autre orthographe, ou l’adresse e-mail.`,
  },

  settings: {
    title: 'Contrôle des paramètres',
    running: 'Je vérifie encore. Si rien ne change ici pendant deux minutes, vérifiez à nouveau.',
    allGood: 'Tout est en ordre.',
    toDo: (failed, look) =>
      [failed > 0 && `${failed} à corriger`, look > 0 && `${look} à regarder`].filter(Boolean).join(', '),
    results: { passed: 'En ordre', failed: 'À corriger', look: 'À regarder' },
    found: (subject) => `Constat : ${subject}.`,
  },
  fidelity: {
    title: 'Fichiers de Slack et de Webex dans le dossier Fichiers',
    states: {
      on: 'Activé',
      off: 'Désactivé : des liens s’affichent',
    },
    why: 'Le compte créé pour Mio les met dans le dossier Fichiers du canal, au lieu d’un lien.',
    who: 'Un administrateur doit donner son accord, et ce compte se connecte une fois de plus.',
    switchedOff: {
      title: 'Les fichiers sont de nouveau des liens',
      text: 'Les fichiers de Slack et de Webex apparaissent de nouveau dans Teams comme des liens. Ceux qui sont déjà dans le dossier y restent.',
    },
  },
  published: {
    published: {
      title: 'Mio est dans votre catalogue d’applications',
      text: 'Toute votre entreprise trouve maintenant Mio sous « Applications ».',
    },
    updated: {
      title: 'Mio est mis à jour dans votre catalogue',
      text: 'Teams montre la nouvelle version en moins d’un jour.',
    },
    already_there: {
      title: 'Mio était déjà dans votre catalogue',
      text: 'C’est la version la plus récente. Il n’y a rien à faire.',
    },
    needs_review: {
      title: 'Mio attend une approbation',
      text: 'Un administrateur Teams peut l’autoriser dans le centre d’administration Teams, sous « Gérer les applications ».',
    },
    version: (version) => `Version ${version}`,
  },
  reasons,
  checks,
};
