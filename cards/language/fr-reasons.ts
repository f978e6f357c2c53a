/** En français : pourquoi quelque chose ne va pas, ce que Mio demande et pourquoi, et ce que vérifie le contrôle. */
import type { Words } from './words.ts';

export const reasons: Words['reasons'] = {
  private_channel: {
    it: 'Ce canal',
    is: (it) => `${it} est un canal privé.`,
    remedy: 'Choisissez un canal standard de l’équipe : les canaux privés ne peuvent pas être reliés.',
  },
  shared_channel: {
    it: 'Ce canal',
    is: (it) => `${it} est un canal partagé.`,
    remedy: 'Choisissez un canal standard de l’équipe : les canaux partagés ne peuvent pas être reliés.',
  },
  archived_team: {
    it: 'Cette équipe',
    is: (it) => `${it} est une équipe archivée.`,
    remedy: 'Demandez à un propriétaire de la restaurer, ou choisissez une autre équipe.',
  },
  already_linked: {
    it: 'Ce canal',
    is: (it) => `${it} fait déjà partie d’un canal universel.`,
    remedy: 'Choisissez-en un autre, ou quittez d’abord l’autre canal universel.',
  },
  place_gone: {
    it: 'Ce canal',
    is: (it) => `${it} n’existe plus.`,
    remedy: 'Choisissez-en un autre.',
  },
  place_unusable: {
    it: 'Ce canal',
    is: (it) => `${it} ne me laisse pas lire et écrire.`,
    remedy: 'Ajoutez-y Mio comme membre, ou choisissez-en un autre.',
  },
  same_platform_account: {
    it: 'Le même compte',
    is: (it) => `${it} serait des deux côtés.`,
    remedy: 'Choisissez une autre plateforme, ou invitez une autre entreprise.',
  },
  service_user_missing: {
    it: 'Cette équipe',
    is: (it) => `${it} n’a pas encore pour membre le compte créé pour Mio.`,
    remedy: 'Demandez à un propriétaire d’ajouter ce compte. Teams peut mettre quelques minutes à le reconnaître.',
  },
  app_not_published: {
    it: 'Le catalogue d’applications de votre entreprise',
    is: (it) => `${it} ne contient pas encore Mio.`,
    remedy: 'Demandez à un administrateur Teams de m’écrire « publier ».',
  },
  platform_not_connected: {
    it: 'Cette plateforme',
    is: (it) => `${it} n’a pas encore de connexion avec Mio.`,
    remedy: 'Un administrateur peut l’établir ici, avec le compte créé pour Mio.',
  },
  connection_ill: {
    it: 'Cette connexion',
    is: (it) => `${it} ne répond plus à la connexion dont je dispose.`,
    remedy: 'Demandez à un administrateur de la rétablir.',
  },
  name_unusable: {
    it: 'Ce nom',
    is: (it) => `${it} y est déjà pris, ou n’est pas accepté comme nom.`,
    remedy: 'Choisissez un autre nom.',
  },
  name_repeats: {
    is: (it) => `Plusieurs portent le nom ${it}.`,
    remedy: 'Choisissez sur la carte, ou écrivez la ligne entière telle qu’elle y figure.',
  },
  creation_unsupported: {
    it: 'Cette plateforme',
    is: (it) => `${it} ne me laisse pas créer de canaux.`,
    remedy: 'Créez-y le canal vous-même, puis choisissez-le ici.',
  },
  not_team_owner: {
    it: 'Cette équipe',
    is: (it) => `${it} ne le permet qu’à ses propriétaires.`,
    remedy: 'Demandez à un propriétaire de l’équipe de le faire.',
  },
  not_administrator: {
    is: () => 'Seuls les administrateurs peuvent faire cela.',
    remedy: 'Adressez-vous à un administrateur Teams de votre entreprise.',
  },
  not_found: {
    it: 'Cela',
    is: (it) => `${it} ne figure pas parmi ce que vous pouvez voir.`,
    remedy: 'Vérifiez le nom, ou demandez à quelqu’un qui peut le voir.',
  },
  yes_or_no: {
    it: 'cela',
    is: (it) => `Je ne comprends ${it} ni comme un oui ni comme un non.`,
    remedy: 'Appuyez sur un bouton, ou répondez « oui » ou « non ».',
  },
  sign_in_needed: {
    is: () => 'Il faut d’abord vous connecter.',
    remedy: 'Connectez-vous, puis réessayez.',
  },
  sign_in_cancelled: {
    is: () => 'La connexion a été annulée.',
    remedy: 'Rien n’a changé. Vous pouvez vous connecter quand vous le souhaitez.',
  },
  sign_in_refused: {
    is: () => 'L’autorisation a été refusée.',
    remedy: 'Pour continuer, recommencez et donnez votre accord.',
  },
  administrator_consent_needed: {
    is: () => 'Votre entreprise ne laisse que les administrateurs donner cet accord.',
    remedy: 'Envoyez le lien ci-dessous à un administrateur. Connectez-vous à nouveau une fois l’accord donné.',
  },
  wrong_tenant: {
    it: 'Ce compte',
    is: (it) => `${it} appartient à une autre entreprise que celle d’où vous écrivez.`,
    remedy: 'Connectez-vous à nouveau et choisissez un compte de cette entreprise.',
  },
  wrong_account: {
    it: 'Ce compte',
    is: (it) => `${it} n’est pas le compte avec lequel vous m’écrivez.`,
    remedy: 'Connectez-vous à nouveau et choisissez le compte que vous utilisez dans Teams.',
  },
  wrong_workspace: {
    it: 'cet espace de travail',
    is: (it) => `Ce compte ne fait pas partie de ${it}.`,
    remedy: 'Liez à nouveau votre compte et choisissez-en un de cet espace de travail.',
  },
  not_service_user: {
    it: 'le compte créé pour Mio',
    is: (it) => `Ce n’est pas le compte avec lequel Mio écoute : c’est ${it}.`,
    remedy: 'Connectez-vous à nouveau et choisissez ce compte.',
  },
  roles_missing: {
    it: 'un rôle d’administrateur',
    is: (it) => `Il manque à ce compte ce dont Mio a besoin : ${it}.`,
    remedy: 'Demandez à un administrateur général de l’attribuer, puis connectez-vous à nouveau.',
  },
  sign_in_expired: {
    is: () => 'Votre connexion n’est plus valable.',
    remedy: 'Connectez-vous à nouveau.',
  },
  link_spent: {
    is: () => 'Ce lien a déjà servi, ou date de plus de dix minutes.',
    remedy: 'Recommencez pour en obtenir un autre.',
  },
  code_wrong: {
    is: () => 'Ce code n’est pas le bon.',
    remedy: 'Vérifiez-le, ou recommencez pour en obtenir un autre.',
  },
  invitation_unusable: {
    is: () => 'Cette invitation est inutilisable : le code est faux, déjà utilisé, retiré ou trop ancien.',
    remedy: 'Vérifiez le code, ou demandez une nouvelle invitation.',
  },
  invitation_own: {
    is: () => 'Cette invitation vient de votre propre entreprise.',
    remedy: 'Donnez le code à l’autre entreprise : c’est à elle de l’accepter.',
  },
  invitation_other_address: {
    is: () => 'Cette invitation s’adresse à une personne dont l’adresse e-mail est différente.',
    remedy: 'Demandez une invitation à votre propre adresse.',
  },
  address_unusable: {
    it: 'Ceci',
    is: (it) => `${it} n’est pas une adresse e-mail.`,
    remedy: 'Vérifiez l’adresse, ou laissez le champ vide.',
  },
  platform_unavailable: {
    it: 'La plateforme',
    is: (it) => `${it} ne répond pas en ce moment.`,
    remedy: 'Réessayez dans quelques minutes.',
  },
  busy_elsewhere: {
    is: () => 'Quelqu’un d’autre est en train de modifier cela.',
    remedy: 'Réessayez dans un instant.',
  },
};

export const stages: Words['stages'] = {
  signUp: {
    title: 'Se connecter à Mio',
    why: 'Avant de faire quoi que ce soit pour vous, je dois savoir qui vous êtes. Je ne demande rien d’autre pour l’instant.',
    done: 'Je sais maintenant qui vous êtes.',
    next: 'Se connecter',
  },
  person: {
    title: 'Me montrer vos équipes',
    why: 'Vous voulez choisir un canal. Pour cela, je dois voir dans quelles équipes et quels canaux vous êtes.',
    done: 'Je vois maintenant vos équipes et vos canaux. Écrivez « créer » pour en relier un.',
    next: 'Montrer mes équipes',
  },
  serviceUser: {
    title: 'Connecter Teams pour votre entreprise',
    why: 'Pour que les messages passent, il me faut un compte à moi dans votre entreprise. Connectez-vous avec le compte créé pour Mio, pas avec le vôtre.',
    done: 'Teams est connecté pour votre entreprise. Vérifiez maintenant les paramètres pour voir ce qui manque encore.',
    next: 'Connecter Teams pour tous',
  },
  accountSync: {
    title: 'Lier votre compte Teams',
    why: 'Vos réactions et fichiers venus d’autres plateformes peuvent alors apparaître dans Teams comme les vôtres, pas comme les miens. Je n’utilise votre compte pour rien d’autre.',
    doneTitle: 'Votre compte Teams est lié',
    done: 'Vos réactions et fichiers venus d’autres plateformes apparaissent désormais dans Teams comme les vôtres, si votre compte là-bas est lié aussi.',
    next: 'Lier mon compte Teams',
  },
  serviceUserFidelity: {
    title: 'Mettre les fichiers dans le dossier Fichiers',
    why: 'Le compte créé pour Mio met les fichiers de Slack et de Webex dans le dossier Fichiers du canal, au lieu d’un lien. Connectez-vous avec ce compte, pas avec le vôtre.',
    doneTitle: 'Les fichiers vont dans le dossier Fichiers',
    done: 'Les nouveaux fichiers de Slack et de Webex vont dans le dossier Fichiers du canal. Vous pouvez désactiver cela sous « paramètres ».',
    next: 'Mettre les fichiers dans le dossier',
  },
};

export const permissions: Words['permissions'] = {
  'User.Read': 'Voir votre nom et votre adresse e-mail, pour savoir qui vous êtes.',
  offline_access: 'Garder votre connexion, pour ne pas vous la demander à chaque fois.',
  'Team.ReadBasic.All': 'Voir le nom de vos équipes, pour que vous puissiez en choisir une.',
  'Channel.ReadBasic.All': 'Voir le nom de leurs canaux, pour que vous puissiez en choisir un.',
  'User.ReadBasic.All': 'Voir le nom des personnes de votre entreprise, pour que vous puissiez les trouver.',
  'Files.Read.All': 'Lire les fichiers des canaux reliés, pour que l’autre côté les reçoive aussi.',
  'AppCatalog.ReadWrite.All': 'Mettre Mio dans le catalogue d’applications de votre entreprise et l’y tenir à jour.',
  'Group.Read.All':
    'Voir qui est dans une équipe et à qui elle appartient, pour que seuls ses propriétaires relient ses canaux.',
  'Group.ReadWrite.All': 'Rejoindre les équipes dont les canaux sont reliés. Je ne change rien d’autre aux équipes.',
  'ChannelMessage.Read.All': 'Lire les messages des canaux reliés, pour qu’ils apparaissent de l’autre côté.',
  'Directory.Read.All': 'Voir qui est administrateur et quels accords ont été donnés, pour vérifier les paramètres.',
  'TeamsAppInstallation.ReadWriteForUser': 'Ajouter Mio pour ce compte, afin de tester si votre entreprise le permet.',
  'TeamsAppInstallation.ReadWriteForTeam': 'Ajouter Mio aux équipes dont les canaux sont reliés.',
  'Files.ReadWrite.All': 'Mettre les fichiers qui passent dans le dossier Fichiers du canal.',
  'ChannelMessage.Send': 'Réagir aux messages, et publier des messages avec des fichiers.',
  'ChannelMessage.ReadWrite': 'Modifier ou supprimer ces messages quand l’original est modifié ou supprimé.',
};

export const checks: Words['checks'] = {
  signed_in: {
    title: 'Le compte de Mio est connecté',
    remedy: 'Écrivez-moi « connexion » et connectez-vous avec le compte créé pour Mio.',
    look: 'Regardez si le compte créé pour Mio peut encore se connecter.',
  },
  roles: {
    title: 'Le compte de Mio a ses rôles d’administrateur',
    remedy: 'Attribuez-lui les rôles Administrateur Teams et Administrateur d’application, puis reconnectez-le.',
    look: 'Regardez s’il a les rôles Administrateur Teams et Administrateur d’application.',
  },
  consents: {
    title: 'Toutes les autorisations ont été accordées',
    remedy: 'Faites donner l’accord pour tous par un administrateur, puis reconnectez le compte.',
    look: 'Regardez si toutes les autorisations de Mio sont indiquées comme accordées.',
  },
  catalog_entry: {
    title: 'Mio est dans le catalogue d’applications',
    remedy: 'Écrivez-moi « publier » en tant qu’administrateur Teams.',
    look: 'Regardez si Mio figure dans la liste des applications et s’y trouve publié.',
  },
  install_probe: {
    title: 'Mio peut être ajouté',
    remedy: 'Autorisez Mio dans la stratégie d’autorisation, puis vérifiez à nouveau.',
    look: 'Essayez d’ajouter Mio pour vous-même sous « Applications ».',
  },
  teams_joined: {
    title: 'Le compte de Mio est dans toutes les équipes reliées',
    remedy: 'Demandez à un propriétaire de chaque équipe d’ajouter le compte créé pour Mio.',
    look: 'Regardez si le compte créé pour Mio est membre de chaque équipe reliée.',
  },
  webhook: {
    title: 'Microsoft parvient à joindre Mio',
    remedy: 'Demandez aux responsables de Mio si son adresse est accessible depuis Internet.',
    look: 'Demandez aux responsables de Mio si les messages de Microsoft arrivent.',
  },
  certificate: {
    title: 'Le certificat qui protège les messages est valable',
    remedy: 'Demandez aux responsables de Mio de le renouveler.',
    look: 'Demandez aux responsables de Mio jusqu’à quand il est valable.',
  },
  client_secret: {
    title: 'Le mot de passe de Mio chez Microsoft est valable',
    remedy: 'Demandez aux responsables de Mio de créer une nouvelle clé secrète client.',
    look: 'Regardez sous « Certificats et secrets » quand la clé secrète client expire.',
  },
  permission_policy: {
    title: 'La stratégie d’autorisation permet Mio',
    remedy: 'Autorisez-y Mio, ou toutes les applications de ce genre.',
    look: 'Applications tierces et personnalisées : « Autoriser toutes les applications », ou Mio dans la liste autorisée.',
  },
  setup_policy: {
    title: 'La stratégie de configuration permet les applications personnalisées',
    remedy: 'Activez « Charger des applications personnalisées ».',
    look: '« Charger des applications personnalisées » n’est utile que si l’on doit écrire hors de votre entreprise.',
  },
  org_settings: {
    title: 'Les applications sont permises pour toute l’entreprise',
    remedy:
      'Dans les paramètres d’application à l’échelle de l’organisation, activez les applications tierces et personnalisées.',
    look: 'Dans ces paramètres, les applications tierces et personnalisées devraient être activées.',
  },
  app_allowed: {
    title: 'Mio lui-même est autorisé',
    remedy: 'Mettez le statut de Mio sur « Autorisé ».',
    look: 'Le statut de Mio dans la liste des applications devrait être « Autorisé ».',
  },
};
