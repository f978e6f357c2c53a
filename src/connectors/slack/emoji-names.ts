/**
 * The short names under which Slack knows emoji, those that people react with: names and aliases of the open emoji-data
 * set that Slack takes its own from. Each character is followed by its names; one that is missing here stays `:name:`.
 */
export const emojiNames = `
👍 +1 thumbsup 👎 -1 thumbsdown 👏 clap 🙌 raised_hands 🙏 pray 💪 muscle 👌 ok_hand 👋 wave 🤝 handshake
✋ hand raised_hand 🖐️ raised_hand_with_fingers_splayed 🖖 spock-hand vulcan_salute ✊ fist 👊 facepunch punch
🤛 left-facing_fist 🤜 right-facing_fist ✌️ v 🤞 crossed_fingers hand_with_index_and_middle_fingers_crossed
🤟 i_love_you_hand_sign 🤘 the_horns sign_of_the_horns 🤙 call_me_hand 🤏 pinching_hand 🤌 pinched_fingers
👈 point_left 👉 point_right 👆 point_up_2 👇 point_down ☝️ point_up 🖕 middle_finger ✍️ writing_hand 🤲 palms_up_together
👐 open_hands 💅 nail_care 🤳 selfie 🫡 saluting_face 🫶 heart_hands 🫰 hand_with_index_finger_and_thumb_crossed
🫵 index_pointing_at_the_viewer 👂 ear 👃 nose 👀 eyes 👁️ eye 👄 lips 👅 tongue 🧠 brain 🦷 tooth 🦴 bone 🦾 mechanical_arm
👣 footprints

😀 grinning 😃 smiley 😄 smile 😁 grin 😆 laughing satisfied 😅 sweat_smile 😂 joy 🤣 rolling_on_the_floor_laughing
🙂 slightly_smiling_face 🙃 upside_down_face 🫠 melting_face 😉 wink 😊 blush 😇 innocent
🥰 smiling_face_with_3_hearts 😍 heart_eyes 🤩 star-struck grinning_face_with_star_eyes 😘 kissing_heart 😗 kissing
☺️ relaxed 😚 kissing_closed_eyes 😙 kissing_smiling_eyes 🥲 smiling_face_with_tear 😋 yum 😛 stuck_out_tongue
😜 stuck_out_tongue_winking_eye 🤪 zany_face grinning_face_with_one_large_and_one_small_eye
😝 stuck_out_tongue_closed_eyes 🤑 money_mouth_face 🤗 hugging_face
🤭 face_with_hand_over_mouth smiling_face_with_smiling_eyes_and_hand_covering_mouth 🫢 face_with_open_eyes_and_hand_over_mouth
🫣 face_with_peeking_eye 🤫 shushing_face face_with_finger_covering_closed_lips 🤔 thinking_face
🤐 zipper_mouth_face 🤨 face_with_raised_eyebrow face_with_one_eyebrow_raised 😐 neutral_face 😑 expressionless
😶 no_mouth 🫥 dotted_line_face 😏 smirk 😒 unamused 🙄 face_with_rolling_eyes 😬 grimacing 🤥 lying_face
😌 relieved 😔 pensive 😪 sleepy 🤤 drooling_face 😴 sleeping 😷 mask 🤒 face_with_thermometer 🤕 face_with_head_bandage
🤢 nauseated_face 🤮 face_vomiting face_with_open_mouth_vomiting 🤧 sneezing_face 🥵 hot_face 🥶 cold_face 🥴 woozy_face
😵 dizzy_face 😵‍💫 face_with_spiral_eyes 🤯 exploding_head shocked_face_with_exploding_head 🤠 face_with_cowboy_hat
🥳 partying_face 🥸 disguised_face 😎 sunglasses 🤓 nerd_face 🧐 face_with_monocle 😕 confused 🫤 face_with_diagonal_mouth
😟 worried 🙁 slightly_frowning_face ☹️ white_frowning_face 😮 open_mouth 😯 hushed 😲 astonished 😳 flushed
🥺 pleading_face 🥹 face_holding_back_tears 😦 frowning 😧 anguished 😨 fearful 😰 cold_sweat 😥 disappointed_relieved
😢 cry 😭 sob 😱 scream 😖 confounded 😣 persevere 😞 disappointed 😓 sweat 😩 weary 😫 tired_face 🥱 yawning_face
😤 triumph 😡 rage 😠 angry 🤬 face_with_symbols_on_mouth serious_face_with_symbols_covering_mouth 😈 smiling_imp 👿 imp
💀 skull ☠️ skull_and_crossbones 💩 hankey poop shit 🤡 clown_face 👹 japanese_ogre 👺 japanese_goblin 👻 ghost 👽 alien
👾 space_invader 🤖 robot_face 😺 smiley_cat 😸 smile_cat 😹 joy_cat 😻 heart_eyes_cat 😼 smirk_cat 😽 kissing_cat
🙀 scream_cat 😿 crying_cat_face 😾 pouting_cat 🙈 see_no_evil 🙉 hear_no_evil 🙊 speak_no_evil

❤️ heart 🧡 orange_heart 💛 yellow_heart 💚 green_heart 💙 blue_heart 💜 purple_heart 🤎 brown_heart 🖤 black_heart
🤍 white_heart 🩷 pink_heart 🩵 light_blue_heart 🩶 grey_heart 💔 broken_heart ❤️‍🔥 heart_on_fire ❤️‍🩹 mending_heart
❣️ heavy_heart_exclamation_mark_ornament 💕 two_hearts 💞 revolving_hearts 💓 heartbeat 💗 heartpulse 💖 sparkling_heart
💘 cupid 💝 gift_heart 💟 heart_decoration 💌 love_letter 💋 kiss 💯 100 💢 anger 💥 boom collision 💫 dizzy
💦 sweat_drops 💨 dash 🕳️ hole 💣 bomb 💬 speech_balloon 👁️‍🗨️ eye-in-speech-bubble 🗨️ left_speech_bubble
🗯️ right_anger_bubble 💭 thought_balloon 💤 zzz

👶 baby 🧒 child 👦 boy 👧 girl 🧑 adult 👨 man 👩 woman 🧓 older_adult 👴 older_man 👵 older_woman 🙍 person_frowning
🙎 person_with_pouting_face 🙅 no_good 🙆 ok_woman 💁 information_desk_person 🙋 raising_hand 🧏 deaf_person 🙇 bow
🤦 face_palm 🤦‍♂️ man-facepalming 🤦‍♀️ woman-facepalming 🤷 shrug 🤷‍♂️ man-shrugging 🤷‍♀️ woman-shrugging
🧑‍💻 technologist 👨‍💻 male-technologist 👩‍💻 female-technologist 🧑‍🚀 astronaut 👨‍🚀 male-astronaut 👩‍🚀 female-astronaut
👮 cop 🕵️ sleuth_or_spy 💂 guardsman 🥷 ninja 👷 construction_worker 🤴 prince 👸 princess 🧙 mage 🧚 fairy 🧛 vampire
🧜 merperson 🧝 elf 🧞 genie 🧟 zombie 🦸 superhero 🦹 supervillain 🎅 santa 🤶 mrs_claus mother_christmas 👼 angel
🚶 walking 🏃 runner running 💃 dancer 🕺 man_dancing 👯 dancers 🧗 person_climbing 🏄 surfer 🏊 swimmer 🏋️ weight_lifter
🚴 bicyclist 🤸 person_doing_cartwheel 🤹 juggling 🧘 person_in_lotus_position 👭 two_women_holding_hands
👫 man_and_woman_holding_hands couple 👬 two_men_holding_hands 🗣️ speaking_head_in_silhouette 👤 bust_in_silhouette
👥 busts_in_silhouette 🫂 people_hugging

🐵 monkey_face 🐒 monkey 🦍 gorilla 🐶 dog 🐕 dog2 🐩 poodle 🐺 wolf 🦊 fox_face 🦝 raccoon 🐱 cat 🐈 cat2 🦁 lion_face
🐯 tiger 🐅 tiger2 🐆 leopard 🐴 horse 🐎 racehorse 🦄 unicorn_face 🦓 zebra_face 🦌 deer 🐮 cow 🐂 ox 🐄 cow2 🐷 pig
🐗 boar 🐽 pig_nose 🐏 ram 🐑 sheep 🐐 goat 🐪 dromedary_camel 🐫 camel 🦙 llama 🦒 giraffe_face 🐘 elephant
🦏 rhinoceros 🐭 mouse 🐁 mouse2 🐀 rat 🐹 hamster 🐰 rabbit 🐇 rabbit2 🐿️ chipmunk 🦔 hedgehog 🦇 bat 🐻 bear 🐨 koala
🐼 panda_face 🦥 sloth 🦦 otter 🦨 skunk 🦘 kangaroo 🦡 badger 🐾 feet paw_prints 🦃 turkey 🐔 chicken 🐓 rooster
🐣 hatching_chick 🐤 baby_chick 🐥 hatched_chick 🐦 bird 🐧 penguin 🦅 eagle 🦆 duck 🦢 swan 🦉 owl 🦩 flamingo 🦚 peacock
🦜 parrot 🐸 frog 🐊 crocodile 🐢 turtle 🦎 lizard 🐍 snake 🐲 dragon_face 🐉 dragon 🦕 sauropod 🦖 t-rex 🐳 whale
🐋 whale2 🐬 dolphin flipper 🦭 seal 🐟 fish 🐠 tropical_fish 🐡 blowfish 🦈 shark 🐙 octopus 🐚 shell 🐌 snail
🦋 butterfly 🐛 bug 🐜 ant 🐝 bee honeybee 🪲 beetle 🐞 ladybug lady_beetle 🦗 cricket 🕷️ spider 🕸️ spider_web
🦂 scorpion 🦟 mosquito 🦠 microbe 💐 bouquet 🌸 cherry_blossom 💮 white_flower 🏵️ rosette 🌹 rose 🥀 wilted_flower
🌺 hibiscus 🌻 sunflower 🌼 blossom 🌷 tulip 🌱 seedling 🪴 potted_plant 🌲 evergreen_tree 🌳 deciduous_tree 🌴 palm_tree
🌵 cactus 🌾 ear_of_rice 🌿 herb ☘️ shamrock 🍀 four_leaf_clover 🍁 maple_leaf 🍂 fallen_leaf 🍃 leaves 🍄 mushroom

🍇 grapes 🍈 melon 🍉 watermelon 🍊 tangerine 🍋 lemon 🍌 banana 🍍 pineapple 🥭 mango 🍎 apple 🍏 green_apple 🍐 pear
🍑 peach 🍒 cherries 🍓 strawberry 🫐 blueberries 🥝 kiwifruit 🍅 tomato 🥥 coconut 🥑 avocado 🍆 eggplant 🥔 potato
🥕 carrot 🌽 corn 🌶️ hot_pepper 🥒 cucumber 🥬 leafy_green 🥦 broccoli 🧄 garlic 🧅 onion 🥜 peanuts 🌰 chestnut 🍞 bread
🥐 croissant 🥖 baguette_bread 🥨 pretzel 🥯 bagel 🥞 pancakes 🧇 waffle 🧀 cheese_wedge 🍖 meat_on_bone 🍗 poultry_leg
🥩 cut_of_meat 🥓 bacon 🍔 hamburger 🍟 fries 🍕 pizza 🌭 hotdog 🥪 sandwich 🌮 taco 🌯 burrito 🥙 stuffed_flatbread 🧆 falafel
🥚 egg 🍳 fried_egg cooking 🍲 stew 🥣 bowl_with_spoon 🥗 green_salad 🍿 popcorn 🧈 butter 🧂 salt 🥫 canned_food 🍱 bento
🍘 rice_cracker 🍙 rice_ball 🍚 rice 🍛 curry 🍜 ramen 🍝 spaghetti 🍠 sweet_potato 🍢 oden 🍣 sushi 🍤 fried_shrimp
🍥 fish_cake 🍡 dango 🥟 dumpling 🥠 fortune_cookie 🥡 takeout_box 🦀 crab 🦞 lobster 🦐 shrimp 🦑 squid 🍦 icecream
🍧 shaved_ice 🍨 ice_cream 🍩 doughnut 🍪 cookie 🎂 birthday 🍰 cake 🧁 cupcake 🥧 pie 🍫 chocolate_bar 🍬 candy 🍭 lollipop
🍮 custard 🍯 honey_pot 🍼 baby_bottle 🥛 glass_of_milk ☕ coffee 🫖 teapot 🍵 tea 🍶 sake 🍾 champagne 🍷 wine_glass
🍸 cocktail 🍹 tropical_drink 🍺 beer 🍻 beers 🥂 clinking_glasses 🥃 tumbler_glass 🥤 cup_with_straw 🧋 bubble_tea
🧃 beverage_box 🧉 mate_drink 🧊 ice_cube 🥢 chopsticks 🍽️ knife_fork_plate 🍴 fork_and_knife 🥄 spoon 🔪 hocho knife

🌍 earth_africa 🌎 earth_americas 🌏 earth_asia 🌐 globe_with_meridians 🗺️ world_map 🧭 compass 🏔️ snow_capped_mountain
⛰️ mountain 🌋 volcano 🏕️ camping 🏖️ beach_with_umbrella 🏜️ desert 🏝️ desert_island 🏟️ stadium 🏗️ building_construction
🧱 bricks 🏠 house 🏡 house_with_garden 🏢 office 🏣 post_office 🏥 hospital 🏦 bank 🏨 hotel 🏪 convenience_store 🏫 school
🏭 factory 🏰 european_castle 🗼 tokyo_tower 🗽 statue_of_liberty ⛪ church ⛲ fountain ⛺ tent 🌁 foggy 🌃 night_with_stars
🏙️ cityscape 🌄 sunrise_over_mountains 🌅 sunrise 🌆 city_sunset 🌇 city_sunrise 🌉 bridge_at_night ♨️ hotsprings
🎠 carousel_horse 🎡 ferris_wheel 🎢 roller_coaster 🎪 circus_tent 🚂 steam_locomotive 🚃 railway_car
🚄 bullettrain_side 🚅 bullettrain_front 🚆 train2 🚇 metro 🚉 station 🚋 train 🚌 bus 🚎 trolleybus 🚐 minibus 🚑 ambulance
🚒 fire_engine 🚓 police_car 🚕 taxi 🚗 car red_car 🚙 blue_car 🛻 pickup_truck 🚚 truck 🚛 articulated_lorry 🚜 tractor
🏎️ racing_car 🏍️ racing_motorcycle 🛵 motor_scooter 🚲 bike 🛴 scooter 🛹 skateboard 🚏 busstop ⛽ fuelpump
🚨 rotating_light 🚥 traffic_light 🚦 vertical_traffic_light 🛑 octagonal_sign 🚧 construction ⚓ anchor ⛵ boat sailboat
🛶 canoe 🚤 speedboat 🛳️ passenger_ship ⛴️ ferry 🚢 ship ✈️ airplane 🛩️ small_airplane 🛫 airplane_departure
🛬 airplane_arriving 🪂 parachute 💺 seat 🚁 helicopter 🚟 suspension_railway 🛰️ satellite 🚀 rocket 🛸 flying_saucer
🧳 luggage ⌛ hourglass ⏳ hourglass_flowing_sand ⌚ watch ⏰ alarm_clock ⏱️ stopwatch ⏲️ timer_clock 🕰️ mantelpiece_clock
🕛 clock12 🕐 clock1 🕑 clock2 🕒 clock3 🕓 clock4 🕔 clock5 🕕 clock6 🕖 clock7 🕗 clock8 🕘 clock9 🕙 clock10 🕚 clock11
🌑 new_moon 🌒 waxing_crescent_moon 🌓 first_quarter_moon 🌔 moon waxing_gibbous_moon 🌕 full_moon
🌖 waning_gibbous_moon 🌗 last_quarter_moon 🌘 waning_crescent_moon 🌙 crescent_moon 🌚 new_moon_with_face
🌛 first_quarter_moon_with_face 🌝 full_moon_with_face 🌞 sun_with_face 🪐 ringed_planet ⭐ star 🌟 star2 🌠 stars 🌌 milky_way
☀️ sunny ☁️ cloud ⛅ partly_sunny ⛈️ thunder_cloud_and_rain 🌧️ rain_cloud 🌨️ snow_cloud 🌩️ lightning 🌪️ tornado
🌫️ fog 🌬️ wind_blowing_face 🌀 cyclone 🌈 rainbow 🌂 closed_umbrella ☂️ umbrella ☔ umbrella_with_rain_drops ⚡ zap
❄️ snowflake ☃️ snowman ⛄ snowman_without_snow ☄️ comet 🔥 fire 💧 droplet 🌊 ocean 🌡️ thermometer

🎃 jack_o_lantern 🎄 christmas_tree 🎆 fireworks 🎇 sparkler 🧨 firecracker ✨ sparkles 🎈 balloon 🎉 tada 🎊 confetti_ball
🎋 tanabata_tree 🎍 bamboo 🎎 dolls 🎏 flags 🎐 wind_chime 🎀 ribbon 🎁 gift 🎗️ reminder_ribbon 🎟️ admission_tickets
🎫 ticket 🎖️ medal 🏆 trophy 🏅 sports_medal 🥇 first_place_medal 🥈 second_place_medal 🥉 third_place_medal ⚽ soccer
⚾ baseball 🥎 softball 🏀 basketball 🏐 volleyball 🏈 football 🏉 rugby_football 🎾 tennis 🎳 bowling
🏓 table_tennis_paddle_and_ball 🏸 badminton_racquet_and_shuttlecock 🥊 boxing_glove 🥋 martial_arts_uniform 🥅 goal_net
⛳ golf ⛸️ ice_skate 🎣 fishing_pole_and_fish 🎿 ski 🛷 sled 🥌 curling_stone 🎯 dart 🪀 yo-yo 🪁 kite 🎱 8ball
🔮 crystal_ball 🪄 magic_wand 🎮 video_game 🕹️ joystick 🎰 slot_machine 🎲 game_die 🧩 jigsaw 🧸 teddy_bear ♠️ spades
♥️ hearts ♦️ diamonds ♣️ clubs ♟️ chess_pawn 🃏 black_joker 🎭 performing_arts 🖼️ frame_with_picture 🎨 art 🧵 thread 🧶 yarn
👓 eyeglasses 🕶️ dark_sunglasses 🥽 goggles 🥼 lab_coat 🦺 safety_vest 👔 necktie 👕 shirt tshirt 👖 jeans 🧣 scarf
🧤 gloves 🧥 coat 🧦 socks 👗 dress 👑 crown 👒 womans_hat 🎩 tophat 🎓 mortar_board 🧢 billed_cap ⛑️ helmet_with_white_cross
💄 lipstick 💍 ring 💎 gem 👞 mans_shoe shoe 👟 athletic_shoe 👠 high_heel 👢 boot 🎒 school_satchel 💼 briefcase 👜 handbag

🔇 mute 🔈 speaker 🔉 sound 🔊 loud_sound 📢 loudspeaker 📣 mega 📯 postal_horn 🔔 bell 🔕 no_bell 🎼 musical_score
🎵 musical_note 🎶 notes 🎙️ studio_microphone 🎚️ level_slider 🎛️ control_knobs 🎤 microphone 🎧 headphones 📻 radio
🎷 saxophone 🎸 guitar 🎹 musical_keyboard 🎺 trumpet 🎻 violin 🥁 drum_with_drumsticks 📱 iphone 📲 calling
☎️ phone telephone 📞 telephone_receiver 📟 pager 📠 fax 🔋 battery 🪫 low_battery 🔌 electric_plug 💻 computer
🖥️ desktop_computer 🖨️ printer ⌨️ keyboard 🖱️ three_button_mouse 🖲️ trackball 💽 minidisc 💾 floppy_disk 💿 cd 📀 dvd
🧮 abacus 🎥 movie_camera 🎞️ film_frames 📽️ film_projector 🎬 clapper 📺 tv 📷 camera 📸 camera_with_flash
📹 video_camera 📼 vhs 🔍 mag 🔎 mag_right 🕯️ candle 💡 bulb 🔦 flashlight 🏮 izakaya_lantern lantern
📔 notebook_with_decorative_cover 📕 closed_book 📖 book open_book 📗 green_book 📘 blue_book 📙 orange_book 📚 books
📓 notebook 📒 ledger 📃 page_with_curl 📜 scroll 📄 page_facing_up 📰 newspaper 🗞️ rolled_up_newspaper
📑 bookmark_tabs 🔖 bookmark 🏷️ label 💰 moneybag 🪙 coin 💴 yen 💵 dollar 💶 euro 💷 pound 💸 money_with_wings
💳 credit_card 🧾 receipt 💹 chart ✉️ email envelope 📧 e-mail 📨 incoming_envelope 📩 envelope_with_arrow 📤 outbox_tray
📥 inbox_tray 📦 package 📫 mailbox 📪 mailbox_closed 📬 mailbox_with_mail 📭 mailbox_with_no_mail 📮 postbox
🗳️ ballot_box_with_ballot ✏️ pencil2 ✒️ black_nib 🖋️ lower_left_fountain_pen 🖊️ lower_left_ballpoint_pen
🖌️ lower_left_paintbrush 🖍️ lower_left_crayon 📝 memo pencil 📁 file_folder 📂 open_file_folder 🗂️ card_index_dividers
📅 date 📆 calendar 🗒️ spiral_note_pad 🗓️ spiral_calendar_pad 📇 card_index 📈 chart_with_upwards_trend
📉 chart_with_downwards_trend 📊 bar_chart 📋 clipboard 📌 pushpin 📍 round_pushpin 📎 paperclip 🖇️ linked_paperclips
📏 straight_ruler 📐 triangular_ruler ✂️ scissors 🗃️ card_file_box 🗄️ file_cabinet 🗑️ wastebasket 🔒 lock 🔓 unlock
🔏 lock_with_ink_pen 🔐 closed_lock_with_key 🔑 key 🗝️ old_key 🔨 hammer 🪓 axe ⛏️ pick 🛠️ hammer_and_wrench
🗡️ dagger_knife ⚔️ crossed_swords 🔫 gun 🪃 boomerang 🏹 bow_and_arrow 🛡️ shield 🪚 carpentry_saw 🔧 wrench 🪛 screwdriver
🔩 nut_and_bolt ⚙️ gear 🗜️ compression ⚖️ scales 🦯 probing_cane 🔗 link ⛓️ chains 🪝 hook 🧰 toolbox 🧲 magnet 🪜 ladder
⚗️ alembic 🧪 test_tube 🧫 petri_dish 🧬 dna 🔬 microscope 🔭 telescope 📡 satellite_antenna 💉 syringe 🩸 drop_of_blood
💊 pill 🩹 adhesive_bandage 🩺 stethoscope 🚪 door 🪞 mirror 🪟 window 🛏️ bed 🛋️ couch_and_lamp 🪑 chair 🚽 toilet 🚿 shower
🛁 bathtub 🧴 lotion_bottle 🧹 broom 🧺 basket 🧻 roll_of_paper 🪣 bucket 🧼 soap 🪥 toothbrush 🧽 sponge
🧯 fire_extinguisher 🛒 shopping_trolley 🚬 smoking ⚰️ coffin 🪦 headstone 🗿 moyai 🪧 placard 🧿 nazar_amulet

🏧 atm 🚮 put_litter_in_its_place 🚰 potable_water ♿ wheelchair 🚻 restroom 🚾 wc 🛂 passport_control 🛃 customs
🛄 baggage_claim ⚠️ warning 🚸 children_crossing ⛔ no_entry 🚫 no_entry_sign 🚳 no_bicycles 🚭 no_smoking 🚯 do_not_litter
🚷 no_pedestrians 📵 no_mobile_phones 🔞 underage ☢️ radioactive_sign ☣️ biohazard_sign ⬆️ arrow_up
↗️ arrow_upper_right ➡️ arrow_right ↘️ arrow_lower_right ⬇️ arrow_down ↙️ arrow_lower_left ⬅️ arrow_left
↖️ arrow_upper_left ↕️ arrow_up_down ↔️ left_right_arrow ↩️ leftwards_arrow_with_hook ↪️ arrow_right_hook
⤴️ arrow_heading_up ⤵️ arrow_heading_down 🔃 arrows_clockwise 🔄 arrows_counterclockwise 🔙 back 🔚 end 🔛 on 🔜 soon
🔝 top ⚛️ atom_symbol ☯️ yin_yang ✝️ latin_cross ☮️ peace_symbol ♾️ infinity 🔀 twisted_rightwards_arrows 🔁 repeat
🔂 repeat_one ▶️ arrow_forward ⏩ fast_forward ◀️ arrow_backward ⏪ rewind 🔼 arrow_up_small ⏫ arrow_double_up
🔽 arrow_down_small ⏬ arrow_double_down ⏸️ double_vertical_bar ⏹️ black_square_for_stop ⏺️ black_circle_for_record ⏏️ eject
🎦 cinema 🔅 low_brightness 🔆 high_brightness 📶 signal_strength 📳 vibration_mode 📴 mobile_phone_off
♀️ female_sign ♂️ male_sign ✖️ heavy_multiplication_x ➕ heavy_plus_sign ➖ heavy_minus_sign ➗ heavy_division_sign
🟰 heavy_equals_sign ‼️ bangbang ⁉️ interrobang ❓ question ❔ grey_question ❕ grey_exclamation
❗ exclamation heavy_exclamation_mark 〰️ wavy_dash 💱 currency_exchange 💲 heavy_dollar_sign ♻️ recycle 🔱 trident
📛 name_badge 🔰 beginner ⭕ o ✅ white_check_mark ☑️ ballot_box_with_check ✔️ heavy_check_mark ❌ x
❎ negative_squared_cross_mark ➰ curly_loop ➿ loop ✳️ eight_spoked_asterisk ✴️ eight_pointed_black_star ❇️ sparkle
©️ copyright ®️ registered ™️ tm #️⃣ hash *️⃣ keycap_star 0️⃣ zero 1️⃣ one 2️⃣ two 3️⃣ three 4️⃣ four 5️⃣ five 6️⃣ six
7️⃣ seven 8️⃣ eight 9️⃣ nine 🔟 keycap_ten 🔠 capital_abcd 🔡 abcd 🔢 1234 🔣 symbols 🔤 abc 🅰️ a 🆎 ab 🅱️ b 🆑 cl
🆒 cool 🆓 free ℹ️ information_source 🆔 id Ⓜ️ m 🆕 new 🆖 ng 🅾️ o2 🆗 ok 🅿️ parking 🆘 sos 🆙 up 🆚 vs
🔴 red_circle 🟠 large_orange_circle 🟡 large_yellow_circle 🟢 large_green_circle 🔵 large_blue_circle
🟣 large_purple_circle 🟤 large_brown_circle ⚫ black_circle ⚪ white_circle 🟥 large_red_square 🟧 large_orange_square
🟨 large_yellow_square 🟩 large_green_square 🟦 large_blue_square 🟪 large_purple_square 🟫 large_brown_square
⬛ black_large_square ⬜ white_large_square ◼️ black_medium_square ◻️ white_medium_square 🔶 large_orange_diamond
🔷 large_blue_diamond 🔸 small_orange_diamond 🔹 small_blue_diamond 🔺 small_red_triangle 🔻 small_red_triangle_down
💠 diamond_shape_with_a_dot_inside 🔘 radio_button 🔳 white_square_button 🔲 black_square_button

🏁 checkered_flag 🚩 triangular_flag_on_post 🎌 crossed_flags 🏴 waving_black_flag 🏳️ waving_white_flag
🏳️‍🌈 rainbow-flag 🏳️‍⚧️ transgender_flag 🏴‍☠️ pirate_flag 🇨🇳 cn 🇩🇪 de 🇪🇸 es 🇫🇷 fr 🇬🇧 gb uk 🇮🇹 it 🇯🇵 jp 🇰🇷 kr 🇷🇺 ru 🇺🇸 us
`;
