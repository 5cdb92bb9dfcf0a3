//! What a text states and whom it names, through the library. Look-alikes that must stay silent stand beside.
//!
//! A statement is written as [`Statement`] prints it: `A -relation-> B`, then in brackets what is not the plain case.

use std::collections::HashSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use whom::article::Article;
use whom::extract::coreference::Step;
use whom::extract::explain::{explain, explain_statements};
use whom::extract::{Extraction, extract};
use whom::knowledge::Knowledge;
use whom::language::Analyzer;
use whom::ontology::Statement;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::built_in().unwrap());
static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::built_in().unwrap());

fn read(text: &str) -> Extraction {
    extract(&Article::from_text(text), &ANALYZER, &KNOWLEDGE)
}

/// What a text states, in the order of its evidence.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let stated: Vec<String> = read(text).statements.iter().map(Statement::to_string).collect();
    assert_eq!(stated, expected, "in {text:?}");
}

/// Whom a text names, in order of first mention: "country Iran", "person Vladimir Putin".
#[track_caller]
fn check_actors(text: &str, expected: &[&str]) {
    let actors: Vec<String> = read(text).actors.iter().map(|actor| format!("{} {}", actor.kind, actor.name)).collect();
    assert_eq!(actors, expected, "in {text:?}");
}

/// The forms by which a text names its one actor of this name.
#[track_caller]
fn check_aliases(text: &str, name: &str, expected: &[&str]) {
    let record = read(text);
    let actor = record.actors.iter().find(|actor| actor.name == name);
    let aliases = actor.map(|actor| actor.aliases.clone()).unwrap_or_default();
    assert_eq!(aliases, expected, "of {name} in {text:?}");
}

mod offices {
    use super::*;

    #[test]
    fn a_title_before_a_name_states_an_office() {
        check("Russian President Vladimir Putin left.", &["Vladimir Putin -leads-> Russia"]);
        check("Iran's Supreme Leader Ali Khamenei left.", &["Ali Khamenei -leads-> Iran"]);
        check("Hamas leader Ismail Haniyeh left.", &["Ismail Haniyeh -leads-> Hamas"]);
        check("Hamas official Osama Hamdan left.", &["Osama Hamdan -serves-> Hamas"]);
        check("Iranian Foreign Minister Hossein Amir-Abdollahian left.", &["Hossein Amir-Abdollahian -serves-> Iran"]);
        check(
            "French President Emmanuel Macron and German Chancellor Olaf Scholz left.",
            &["Emmanuel Macron -leads-> France", "Olaf Scholz -leads-> Germany"],
        );
    }

    #[test]
    fn a_title_after_a_name_states_an_office() {
        check("Emmanuel Macron, president of France, left.", &["Emmanuel Macron -leads-> France"]);
        check("Satya Nadella, the chief executive of Microsoft, left.", &["Satya Nadella -leads-> Microsoft"]);
        check("Dmitry Peskov, a spokesman for the Kremlin, left.", &["Dmitry Peskov -serves-> Russia"]);
        check("The leader of Hezbollah, Hassan Nasrallah, left.", &["Hassan Nasrallah -leads-> Hezbollah"]);
        check("King Charles III of the United Kingdom left.", &["Charles III -leads-> United Kingdom"]);
    }

    #[test]
    fn an_office_may_be_told_by_a_verb() {
        check("Olaf Scholz is the chancellor of Germany.", &["Olaf Scholz -leads-> Germany"]);
        check("Olaf Scholz became chancellor of Germany.", &["Olaf Scholz -leads-> Germany"]);
        check("Olaf Scholz will become chancellor of Germany.", &["Olaf Scholz -leads-> Germany (planned)"]);
        check("Paul Biya has led Cameroon since 1982.", &["Paul Biya -leads-> Cameroon"]);
    }

    #[test]
    fn a_former_office_is_former_and_a_coming_one_planned() {
        check("Russia's former president Dmitry Medvedev left.", &["Dmitry Medvedev -leads-> Russia (former)"]);
        check("Ex-president Evo Morales of Bolivia left.", &["Evo Morales -leads-> Bolivia (former)"]);
        check("Rishi Sunak, Britain's former prime minister, left.", &["Rishi Sunak -leads-> United Kingdom (former)"]);
        check("Tariq Aziz, a former foreign minister of Iraq, left.", &["Tariq Aziz -serves-> Iraq (former)"]);
        check("Argentine president-elect Javier Milei left.", &["Javier Milei -leads-> Argentina (planned)"]);
        check("President-elect Javier Milei of Argentina left.", &["Javier Milei -leads-> Argentina (planned)"]);
    }

    #[test]
    fn an_acting_head_leads_and_a_vice_president_serves() {
        check("Interim leader Ahmed Ali of Sudan left.", &["Ahmed Ali -leads-> Sudan"]);
        check("US Vice President Kamala Harris left.", &["Kamala Harris -serves-> United States"]);
        check("Egyptian general Mohamed Ahmed left.", &["Mohamed Ahmed -serves-> Egypt"]);
    }

    #[test]
    fn an_ambassador_serves_the_country_that_sends_him() {
        check("Iran's ambassador to Iraq, Hassan Danaeifar, left.", &["Hassan Danaeifar -serves-> Iran"]);
    }

    #[test]
    fn a_title_without_a_holder_or_without_a_body_states_nothing() {
        check("President Emmanuel Macron left.", &[]);
        check("The president of the club left Peru.", &[]);
        check("Peru's president left.", &[]);
        check("A Hamas official left.", &[]);
        check("Prime ministers of Peru and Chile left.", &[]);
    }

    #[test]
    fn who_holds_an_office_at_the_head_is_a_leader_of_that_country() {
        let record = read("French President Emmanuel Macron met Iranian Foreign Minister Hossein Amir-Abdollahian.");
        let leaders: Vec<(&str, bool, Option<&str>)> = record
            .actors
            .iter()
            .filter(|actor| actor.kind.as_str() == "person")
            .map(|actor| (actor.name.as_str(), actor.leader, actor.country.as_deref()))
            .collect();
        assert_eq!(leaders, [("Emmanuel Macron", true, Some("FRA")), ("Hossein Amir-Abdollahian", false, Some("IRN"))]);
    }
}

mod names {
    use super::*;

    #[test]
    fn a_place_or_people_before_a_noun_of_a_party_names_a_group() {
        check_actors("Sudan accused Darfur rebels of looting.", &["country Sudan", "group Darfur rebels"]);
        check_actors("Armed rebels attacked Chad.", &["country Chad"]);
        check_actors("On Monday rebels attacked Chad.", &["country Chad"]);
    }

    #[test]
    fn a_kind_of_money_language_or_dog_is_no_actor() {
        check_actors("The US dollar and the Canadian dollar fell.", &[]);
        check_actors("Turkey fears the Russian language and a German shepherd.", &["country Turkey"]);
        check_actors("Russian envoys left with the Russian rouble.", &["country Russia"]);
        check_actors("The dollar reserves of Russia are Russian reserves.", &["country Russia"]);
    }

    #[test]
    fn an_outlet_and_a_country_grown_together_are_two() {
        check_actors(
            "Politico Denmark accused Hungary of spying.",
            &["group Politico", "country Denmark", "country Hungary"],
        );
        check_actors("BBC News accused Hungary of spying.", &["group BBC", "country Hungary"]);
    }

    #[test]
    fn a_surname_is_the_person_of_the_full_name() {
        check("Nicolás Maduro left. Maduro accused Colombia.", &["Nicolás Maduro -accuse-> Colombia"]);
        check("Bashar al-Assad left. Al-Assad condemned Israel.", &["Bashar al-Assad -accuse-> Israel"]);
        check_aliases("Vladimir Putin left. Putin met Xi Jinping.", "Vladimir Putin", &["Vladimir Putin", "Putin"]);
        check_actors("Joe Biden met Hunter Biden. Biden left.", &["person Joe Biden", "person Hunter Biden"]);
    }

    #[test]
    fn a_surname_alone_is_nobody() {
        check_actors("Merkel met the neighbours.", &[]);
        check("Smith attacked Jones.", &[]);
    }

    #[test]
    fn east_asian_names_start_with_the_family() {
        check_actors("Xi Jinping and Kim Jong-un met. Kim thanked Xi.", &["person Xi Jinping", "person Kim Jong Un"]);
    }

    #[test]
    fn an_acronym_in_brackets_is_the_name_before_it() {
        let text = "The Islamic Revolutionary Guard Corps (IRGC) left. The IRGC attacked Israel.";
        check(text, &["Islamic Revolutionary Guard Corps -assault-> Israel"]);
        check_aliases(text, "Islamic Revolutionary Guard Corps", &["Islamic Revolutionary Guard Corps", "IRGC"]);
        check(
            "The Ahwazi Labour Party (ALPQ) left. The ALPQ criticised Peru.",
            &["Ahwazi Labour Party -accuse-> Peru"],
        );
        check("The ALPQ criticised Peru.", &[]);
    }

    #[test]
    fn capitals_and_seats_stand_for_their_government() {
        check("Tehran accused Washington.", &["Iran -accuse-> United States"]);
        check("The Kremlin condemned Kyiv.", &["Russia -accuse-> Ukraine"]);
        check("Beijing and Moscow condemned Tokyo.", &["China -accuse-> Japan", "Russia -accuse-> Japan"]);
        check("New Delhi condemned Pakistan.", &["India -accuse-> Pakistan"]);
        check("Mexico City condemned Peru.", &["Mexico -accuse-> Peru"]);
        check("The match was played in London.", &[]);
        check("She flew from London to Peru.", &[]);
    }

    #[test]
    fn a_name_inside_another_is_no_actor_of_its_own() {
        check_actors("The Bank of China sued Boeing.", &["group Bank of China", "group Boeing"]);
        check_actors("Ships crossed the South China Sea.", &[]);
        check_actors("She studied at the University of Maryland.", &["group University of Maryland"]);
        check_actors("The Panama Canal is long.", &[]);
        check_actors("The Persian Gulf was calm.", &[]);
        check_actors("The bridge cost US$5 million.", &[]);
        check_actors("Rain fell on the Gulf of Mexico and the Sea of Japan.", &[]);
        check_actors("New England is cold.", &[]);
        check_actors("Chad Smith met Jordan Peterson.", &["person Chad Smith", "person Jordan Peterson"]);
        check_actors("The Moscow Times criticised Russia.", &["group Moscow Times", "country Russia"]);
        check_actors("The Paris Agreement was praised by Canada.", &["country Canada"]);
    }

    #[test]
    fn the_longer_of_two_countries_counts() {
        check_actors("South Sudan condemned Sudan.", &["country South Sudan", "country Sudan"]);
        check_actors("Guinea-Bissau praised Guinea.", &["country Guinea-Bissau", "country Guinea"]);
        check_actors(
            "The Democratic Republic of the Congo condemned Rwanda.",
            &["country Democratic Republic of the Congo", "country Rwanda"],
        );
        check_actors("The Republic of China praised Peru.", &["country Taiwan", "country Peru"]);
        check_actors("The Republic of Korea praised Peru.", &["country South Korea", "country Peru"]);
    }

    #[test]
    fn small_words_and_lower_case_are_no_countries() {
        check_actors("He told us to eat turkey off the china.", &[]);
    }
}

mod groups {
    use super::*;

    #[test]
    fn a_party_that_a_description_names_is_a_group() {
        check(
            "A pro-Iranian militia attacked Israel.",
            &["pro-Iranian militia -assault-> Israel", "pro-Iranian militia -support-> Iran"],
        );
        check(
            "The US-led coalition bombed Syria.",
            &["US-led coalition -assault-> Syria", "United States -leads-> US-led coalition"],
        );
        check(
            "Russian-backed separatists attacked Ukraine.",
            &["Russian-backed separatists -assault-> Ukraine", "Russia -backs-> Russian-backed separatists"],
        );
        check("Chechen militants attacked Russia.", &["Chechen militants -assault-> Russia"]);
        check("Rebels attacked Chad.", &[]);
        check("Anti-government rebels attacked Chad.", &[]);
    }

    #[test]
    fn a_compound_describes_the_group_after_it() {
        check("Iran-backed Hezbollah attacked Israel.", &["Hezbollah -assault-> Israel", "Iran -backs-> Hezbollah"]);
        check(
            "The al-Qaeda-linked group al-Shabaab attacked Kenya.",
            &["al-Shabaab -assault-> Kenya", "al-Qaeda -linked_to-> al-Shabaab"],
        );
        check("The Yemen-based group left.", &[]);
    }

    #[test]
    fn a_group_may_be_introduced_by_its_noun() {
        check("The group called Hoseynun attacked Azerbaijan.", &["Hoseynun -assault-> Azerbaijan"]);
        check("The movement Hoseynun attacked Azerbaijan.", &["Hoseynun -assault-> Azerbaijan"]);
        check(
            "The Lebanese group Hezbollah attacked Israel.",
            &["Hezbollah -affiliated_with-> Lebanon", "Hezbollah -assault-> Israel"],
        );
    }

    #[test]
    fn an_organ_of_a_country_is_part_of_it() {
        check(
            "The Iraqi army attacked Islamic State.",
            &["Iraqi Armed Forces -part_of-> Iraq", "Iraqi Armed Forces -assault-> Islamic State"],
        );
        check(
            "The UN Security Council condemned North Korea.",
            &["UN Security Council -part_of-> United Nations", "UN Security Council -accuse-> North Korea"],
        );
        check("The State Department condemned Iran.", &["US State Department -accuse-> Iran"]);
    }

    #[test]
    fn an_organ_has_one_name_however_its_country_is_named_before_it() {
        check_actors(
            "China's Foreign Ministry left. The Chinese Foreign Ministry met Peru.",
            &["group Chinese Foreign Ministry", "country China", "country Peru"],
        );
    }

    #[test]
    fn government_forces_and_officials_are_the_country() {
        check("The British government condemned Iran.", &["United Kingdom -accuse-> Iran"]);
        check("The Iranian regime condemned Iraq.", &["Iran -accuse-> Iraq"]);
        check("Russian troops attacked Ukraine.", &["Russia -assault-> Ukraine"]);
        check("Israeli jets struck Hezbollah.", &["Israel -assault-> Hezbollah"]);
        check("Russian tourists attacked Ukraine.", &[]);
    }
}

mod clauses {
    use super::*;

    #[test]
    fn active_and_passive_tell_who_does_it() {
        check("Canada sanctioned Belarus.", &["Canada -sanction-> Belarus"]);
        check("Belarus was sanctioned by Canada.", &["Canada -sanction-> Belarus"]);
        check("Poland has been bombed by Belarus.", &["Belarus -assault-> Poland"]);
        check("Belarus, bombed by Poland, condemned Chad.", &["Poland -assault-> Belarus", "Belarus -accuse-> Chad"]);
        check("Belarus was sanctioned in 2021.", &[]);
        check("Poland was accused of bombing Belarus.", &["Poland -assault-> Belarus (reported-possible)"]);
    }

    #[test]
    fn nouns_state_what_their_verbs_do() {
        check("Russia's invasion of Ukraine began in 2022.", &["Russia -assault-> Ukraine"]);
        check("The Russian invasion of Ukraine began in 2022.", &["Russia -assault-> Ukraine"]);
        check("Canada imposed sanctions on Belarus.", &["Canada -sanction-> Belarus"]);
        check("Poland offered its support for Canada.", &["Poland -support-> Canada"]);
        check("Talks between Iran and Iraq failed.", &["Iran -consult-> Iraq"]);
        check("The distance between Iran and Syria is long.", &[]);
    }

    #[test]
    fn verbs_govern_other_verbs() {
        check("Canada vowed to sanction Belarus.", &["Canada -sanction-> Belarus (planned)"]);
        check("Canada refused to sanction Belarus.", &["Canada -sanction-> Belarus (negated)"]);
        check("Canada considered sanctioning Belarus.", &["Canada -sanction-> Belarus (hypothetical)"]);
        check("Poland stopped backing Ukraine.", &["Poland -support-> Ukraine (negated)"]);
        check(
            "Canada urged Belarus to withdraw from Ukraine.",
            &["Canada -request-> Belarus", "Belarus -retreat-> Ukraine (hypothetical, says Canada)"],
        );
        check(
            "Poland accused Belarus of aiding Russia.",
            &["Poland -accuse-> Belarus", "Belarus -aid-> Russia (reported-possible, says Poland)"],
        );
        check(
            "Poland was accused by Belarus of aiding Ukraine.",
            &["Belarus -accuse-> Poland", "Poland -aid-> Ukraine (reported-possible, says Belarus)"],
        );
    }

    #[test]
    fn lists_state_pair_by_pair() {
        check(
            "Canada and Japan sanctioned Belarus and Iran.",
            &[
                "Canada -sanction-> Belarus",
                "Canada -sanction-> Iran",
                "Japan -sanction-> Belarus",
                "Japan -sanction-> Iran",
            ],
        );
        check(
            "Kenya met Uganda, Rwanda and Chad.",
            &["Kenya -consult-> Uganda", "Kenya -consult-> Rwanda", "Kenya -consult-> Chad"],
        );
        check("Kenya, Uganda and Rwanda left Chad.", &[]);
    }

    #[test]
    fn a_second_verb_keeps_the_subject() {
        check(
            "Canada praised Poland and condemned Hungary.",
            &["Canada -support-> Poland", "Canada -accuse-> Hungary"],
        );
        check(
            "Russia attacked Ukraine and was condemned by Poland.",
            &["Russia -assault-> Ukraine", "Poland -accuse-> Russia"],
        );
        check(
            "Russia, which attacked Ukraine, condemned Poland.",
            &["Russia -assault-> Ukraine", "Russia -accuse-> Poland"],
        );
        check("The man who attacked Peru fled to Chile.", &[]);
    }

    #[test]
    fn what_holds_both_ways_is_said_once() {
        check("Kenya and Uganda met in Peru.", &["Kenya -consult-> Uganda"]);
        check("Poland and Chad hold joint exercises.", &["Poland -cooperate-> Chad"]);
        check("Iran and Iraq are allies.", &["Iran -allied_with-> Iraq"]);
        check("Iran signed a deal with Iraq.", &["Iran -agree-> Iraq"]);
        check("Iran and Iraq signed the guest book.", &[]);
    }

    #[test]
    fn ties_are_told_by_role_adjective_and_noun() {
        check("Iran, an ally of Iraq, left.", &["Iran -allied_with-> Iraq"]);
        check("Iran's ally Iraq left.", &["Iraq -allied_with-> Iran"]);
        check("Poland is hostile to Chad.", &["Poland -rival_of-> Chad"]);
        check("Poland has close ties with Chad.", &["Poland -allied_with-> Chad"]);
        check("Poland's strained relations with Chad worried Peru.", &["Poland -rival_of-> Chad"]);
        check("Hezbollah, armed by Tehran, held the bridge.", &["Iran -backs-> Hezbollah"]);
        check("Finland is a member of NATO.", &["Finland -member_of-> NATO"]);
        check("Melania Trump is married to Donald Trump.", &["Melania Trump -family_of-> Donald Trump"]);
        check("Iraq lies between Iran and Syria.", &[]);
    }
}

mod mood {
    use super::*;

    #[test]
    fn a_denied_relation_is_negated() {
        check("Canada did not sanction Belarus.", &["Canada -sanction-> Belarus (negated)"]);
        check("Canada has never sanctioned Belarus.", &["Canada -sanction-> Belarus (negated)"]);
        check("Canada denied bombing Peru.", &["Canada -assault-> Peru (negated, says Canada)"]);
        check("Iran is not an ally of Iraq.", &["Iran -allied_with-> Iraq (negated)"]);
        check("Poland and Chad did not hold talks.", &["Poland -consult-> Chad (negated)"]);
        check("No country sanctioned Belarus.", &[]);
    }

    #[test]
    fn a_possible_planned_or_imagined_relation_is_marked() {
        check("Canada may sanction Belarus.", &["Canada -sanction-> Belarus (reported-possible)"]);
        check("Canada allegedly bombed Peru.", &["Canada -assault-> Peru (reported-possible)"]);
        check("Canada will sanction Belarus.", &["Canada -sanction-> Belarus (planned)"]);
        check("Finland wants to join NATO.", &["Finland -member_of-> NATO (hypothetical)"]);
        check("Did Canada sanction Belarus?", &["Canada -sanction-> Belarus (hypothetical)"]);
        check("Poland must not bomb Belarus.", &["Poland -assault-> Belarus (negated, hypothetical)"]);
        check(
            "If Poland bombs Belarus, Russia will condemn Poland.",
            &["Poland -assault-> Belarus (hypothetical)", "Russia -accuse-> Poland (planned)"],
        );
    }

    #[test]
    fn an_adjective_says_that_an_act_or_tie_is_no_fact() {
        check(
            "They spoke of a possible alliance between Iran and Iraq.",
            &["Iran -allied_with-> Iraq (reported-possible)"],
        );
        check(
            "Alleged links between Hamas and Iran are under study.",
            &["Hamas -linked_to-> Iran (reported-possible)"],
        );
        check("The planned talks between Iran and Peru were put off.", &["Iran -consult-> Peru (planned)"]);
        check("A hypothetical alliance between Iran and Iraq is feared.", &["Iran -allied_with-> Iraq (hypothetical)"]);
        check("The new alliance between Iran and Iraq is feared.", &["Iran -allied_with-> Iraq"]);
    }

    #[test]
    fn what_a_word_means_is_no_statement() {
        check("The term Axis refers to an alliance between Iran and Iraq.", &[]);
        check("The expression is used to describe an alliance between Iran and Iraq.", &[]);
        check("The paper describes an alliance between Iran and Iraq.", &["Iran -allied_with-> Iraq"]);
    }

    #[test]
    fn examples_of_a_plural_are_meant_by_it() {
        check("Chad attacked several groups, including Hamas.", &["Chad -assault-> Hamas"]);
        check("Leaders such as Emmanuel Macron condemned Iran.", &["Emmanuel Macron -accuse-> Iran"]);
        check("Israel struck targets in Syria, including the Iranian embassy.", &["Israel -assault-> Iran"]);
        check(
            "Syria's allies, including Iran and Hezbollah, condemned Israel.",
            &[
                "Iran -accuse-> Israel",
                "Hezbollah -accuse-> Israel",
                "Iran -allied_with-> Syria",
                "Hezbollah -allied_with-> Syria",
            ],
        );
        check("Hamas seized several villages, including Kela Hamdan.", &[]);
        check("The plan, including that of Iran, was condemned by Chad.", &[]);
    }

    #[test]
    fn who_acts_in_company_acts_with_it() {
        check("France, along with Peru, condemned Iran.", &["France -accuse-> Iran", "Peru -accuse-> Iran"]);
        check(
            "The United States, together with Britain, attacked the Houthis.",
            &["United States -assault-> Houthis", "United Kingdom -assault-> Houthis"],
        );
        check("France condemned Iran along the road with Peru.", &["France -accuse-> Iran"]);
    }

    #[test]
    fn what_each_does_to_the_other_is_done_both_ways() {
        check("Iran and Israel attacked each other.", &["Iran -assault-> Israel", "Israel -assault-> Iran"]);
        check("Boeing and Airbus accused one another.", &["Boeing -accuse-> Airbus", "Airbus -accuse-> Boeing"]);
        check("Iran and Israel attacked Chad.", &["Iran -assault-> Chad", "Israel -assault-> Chad"]);
        check("Iran and Israel each attacked other states.", &[]);
    }

    #[test]
    fn each_of_a_list_with_an_apposition_is_subject() {
        check(
            "Ada Ferrat, Iran's foreign minister, and Jon Smith signed the deal with Peru.",
            &["Ada Ferrat -serves-> Iran", "Ada Ferrat -agree-> Peru", "Jon Smith -agree-> Peru"],
        );
    }

    #[test]
    fn what_one_is_blamed_for_is_said_to_be_done() {
        check(
            "Iran blamed Israel for the killing of Ada Ferrat.",
            &["Iran -accuse-> Israel", "Israel -assault-> Ada Ferrat (reported-possible, says Iran)"],
        );
        check(
            "Iran was accused by France of an attack on Israel.",
            &["France -accuse-> Iran", "Iran -assault-> Israel (reported-possible, says France)"],
        );
        check("Iran blamed Israel for the death of Ada Ferrat.", &["Iran -accuse-> Israel"]);
    }

    #[test]
    fn the_first_to_do_what_would_be_has_not_done_it() {
        check("Ada Ferrat was the first woman to serve as president of Kenya.", &["Ada Ferrat -leads-> Kenya"]);
        check(
            "Ada Ferrat would be the first woman to serve as president of Kenya.",
            &["Ada Ferrat -leads-> Kenya (hypothetical)"],
        );
        check("Ada Ferrat served as vice president of Kenya.", &["Ada Ferrat -serves-> Kenya"]);
    }

    #[test]
    fn allies_of_another_are_not_said_to_be_each_others() {
        check(
            "South Korea and Japan are allies of the United States.",
            &["South Korea -allied_with-> United States", "Japan -allied_with-> United States"],
        );
        check("South Korea and Japan are allies.", &["South Korea -allied_with-> Japan"]);
    }

    #[test]
    fn each_list_between_two_is_its_own() {
        check(
            "The deals between Israel and Bahrain and between Serbia and Kosovo were praised.",
            &["Israel -agree-> Bahrain", "Serbia -agree-> Kosovo"],
        );
        check("The deal between Israel and Bahrain was praised.", &["Israel -agree-> Bahrain"]);
    }

    #[test]
    fn what_comprises_is_named_before_it() {
        check("Tesco ran shops in the Central European region, comprising Hungary and Poland.", &[]);
        check(
            "The Freedom Coalition, comprising Fatah and Hamas, won.",
            &["Fatah -member_of-> Freedom Coalition", "Hamas -member_of-> Freedom Coalition"],
        );
    }

    #[test]
    fn a_third_president_is_no_helper() {
        check("Third President Ada Ferrat of Kenya left.", &["Ada Ferrat -leads-> Kenya"]);
        check("Ada Ferrat, third secretary of the Russian embassy, left.", &["Ada Ferrat -serves-> Russia"]);
    }

    #[test]
    fn what_is_to_be_is_planned() {
        check(
            "Emmanuel Macron is to meet Volodymyr Zelenskyy.",
            &["Emmanuel Macron -consult-> Volodymyr Zelenskyy (planned)"],
        );
        check("Emmanuel Macron is keen.", &[]);
    }

    #[test]
    fn a_bloc_is_no_body_of_its_members() {
        check("Ukraine's EU bid failed.", &[]);
        check("China's Huawei lost.", &["Huawei -affiliated_with-> China"]);
        check("Hungary blocked EU sanctions on Russia.", &[]);
        check("Hungary lifted its sanctions on Russia.", &["Hungary -concede-> Russia"]);
    }

    #[test]
    fn what_acts_for_its_country_is_known_by_its_place() {
        check("Police in Kenya arrested Ada Ferrat.", &["Kenya -coerce-> Ada Ferrat"]);
        check("Troops in Kenya arrested Ada Ferrat.", &[]);
        check("Ada Ferrat is suspected of spying for Russia.", &["Ada Ferrat -serves-> Russia (reported-possible)"]);
    }

    #[test]
    fn what_all_of_a_list_are_each_is() {
        check(
            "The race drew Ada Ferrat and Jon Smith, both of whom were members of Fatah.",
            &["Ada Ferrat -member_of-> Fatah", "Jon Smith -member_of-> Fatah"],
        );
        check("The race drew Ada Ferrat and Jon Smith, one of whom was a member of Fatah.", &[]);
    }

    #[test]
    fn a_second_role_is_that_of_the_first_ones_bearer() {
        check(
            "Viktor Orbán is an ally of Vladimir Putin and a member of Fidesz.",
            &["Viktor Orbán -allied_with-> Vladimir Putin", "Viktor Orbán -member_of-> Fidesz"],
        );
        check(
            "Viktor Orbán is an ally of Vladimir Putin and Xi Jinping.",
            &["Viktor Orbán -allied_with-> Vladimir Putin", "Viktor Orbán -allied_with-> Xi Jinping"],
        );
    }

    #[test]
    fn a_chief_is_served_in_an_office_under_him() {
        check("Ada Ferrat was secretary of state under Joe Biden.", &["Ada Ferrat -serves-> Joe Biden"]);
        check("Ada Ferrat was secretary of state under duress from Joe Biden.", &[]);
    }

    #[test]
    fn of_whom_a_person_is_one_is_said_after_the_name() {
        check(
            "Sergei Lavrov of Russia met Ada Ferrat, formerly of Boeing.",
            &[
                "Sergei Lavrov -affiliated_with-> Russia",
                "Ada Ferrat -affiliated_with-> Boeing (former)",
                "Sergei Lavrov -consult-> Ada Ferrat",
            ],
        );
        check("The death of Ada Ferrat of cancer stirred Russia.", &[]);
        check("Many call her the Ada Ferrat of Kenya.", &[]);
        check(
            "Presidents Ada Ferrat of Kenya and Jon Smith of Ghana signed.",
            &["Ada Ferrat -leads-> Kenya", "Jon Smith -leads-> Ghana"],
        );
    }

    #[test]
    fn an_aim_is_nobodys_partner() {
        check("Chad cooperates with Peru.", &["Chad -cooperate-> Peru"]);
        check(
            "Chad cooperates with the aim of defeating Peru and the coalition of Chile and Iran.",
            &["Chile -allied_with-> Iran"],
        );
    }

    #[test]
    fn an_aim_is_no_fact_and_that_of_who_acts() {
        check(
            "Fidesz formed an alliance with Jobbik with the aim of defeating Momentum and the coalition of Syriza and Fatah.",
            &[
                "Fidesz -allied_with-> Jobbik",
                "Fidesz -rival_of-> Syriza (hypothetical)",
                "Fidesz -rival_of-> Fatah (hypothetical)",
                "Syriza -allied_with-> Fatah",
            ],
        );
        check(
            "Fidesz defeated the coalition of Syriza and Fatah.",
            &["Fidesz -rival_of-> Syriza", "Fidesz -rival_of-> Fatah", "Syriza -allied_with-> Fatah (former)"],
        );
    }

    #[test]
    fn what_is_excepted_does_nothing() {
        check("The non-EU countries signed the treaty with Ukraine.", &[]);
        check("The EU signed the treaty with Ukraine.", &["European Union -agree-> Ukraine"]);
        check("A non-Israeli official met Hamas.", &[]);
        check("An Israeli official met Hamas.", &["Israel -consult-> Hamas"]);
    }

    #[test]
    fn a_noun_for_a_person_is_said_of_a_person() {
        check(
            "Elena Perez is a fellow at Harvard University, a visiting scholar at the Brookings Institution and a member of the Council on Foreign Relations.",
            &[
                "Elena Perez -serves-> Harvard University",
                "Elena Perez -serves-> Brookings Institution",
                "Elena Perez -member_of-> Council on Foreign Relations",
            ],
        );
        check(
            "Elena Perez met the Polisario Front, a member of the Sahel Alliance.",
            &["Elena Perez -consult-> Polisario Front", "Polisario Front -member_of-> Alliance of Sahel States"],
        );
    }

    #[test]
    fn a_tie_that_has_ended_is_former() {
        check("Iran is a former ally of Iraq.", &["Iran -allied_with-> Iraq (former)"]);
        check("Britain left the European Union.", &["United Kingdom -member_of-> European Union (former)"]);
        check("Britain left the room.", &[]);
    }
}

mod ends {
    use super::*;

    #[test]
    fn what_no_longer_is_was_so_once_and_an_act_is_denied() {
        check("Georgia is no longer a member of NATO.", &["Georgia -member_of-> NATO (former)"]);
        check("Iran is not an ally of Syria anymore.", &["Iran -allied_with-> Syria (former)"]);
        check("Iran is not an ally of Syria any longer.", &["Iran -allied_with-> Syria (former)"]);
        check("Brazil is no longer led by Jair Bolsonaro.", &["Jair Bolsonaro -leads-> Brazil (former)"]);
        check("Cuba will no longer be an ally of Russia.", &["Cuba -allied_with-> Russia (planned, former)"]);
        check("Peru no longer supports Chile.", &["Peru -support-> Chile (negated)"]);
        check("Georgia no longer wants to join NATO.", &["Georgia -member_of-> NATO (negated, hypothetical)"]);
        check("Georgia is not a member of NATO.", &["Georgia -member_of-> NATO (negated)"]);
    }
}

mod speakers {
    use super::*;

    #[test]
    fn a_label_in_capitals_gives_the_floor_until_the_next() {
        check(
            "The Armenian foreign minister, Ararat Mirzoyan, came to Peru.\n\nFOREIGN MINISTER MIRZOYAN: Thank you.\n\n\
             We condemn Chad.\n\nQUESTION: We condemn Chile.",
            &[
                "Ararat Mirzoyan -serves-> Armenia",
                "Ararat Mirzoyan -serves-> Armenia",
                "Armenia -accuse-> Chad (says Ararat Mirzoyan)",
            ],
        );
    }

    #[test]
    fn what_is_said_has_a_speaker() {
        for text in [
            "Vladimir Putin said that Ukraine attacked Chad.",
            "Vladimir Putin, speaking in Peru, said that Ukraine attacked Chad.",
            "Ukraine attacked Chad, Vladimir Putin said.",
            "\"Ukraine attacked Chad,\" Vladimir Putin said.",
            "“Ukraine attacked Chad yesterday,” said Vladimir Putin.",
            "Vladimir Putin said: “Ukraine attacked Chad.”",
            "According to Vladimir Putin, Ukraine attacked Chad.",
            "Ukraine attacked Chad, according to Vladimir Putin.",
            "Vladimir Putin told Reuters that Ukraine attacked Chad.",
        ] {
            check(text, &["Ukraine -assault-> Chad (says Vladimir Putin)"]);
        }
    }

    #[test]
    fn a_speaker_without_a_name_leaves_it_to_the_article() {
        check("Observers say Chad attacked Peru.", &["Chad -assault-> Peru"]);
        check("It is said that Chad attacked Peru.", &["Chad -assault-> Peru"]);
    }

    #[test]
    fn the_verb_of_saying_may_deny_doubt_or_plan() {
        check(
            "Vladimir Putin denied that Russia attacked Ukraine.",
            &["Russia -assault-> Ukraine (negated, says Vladimir Putin)"],
        );
        check(
            "Vladimir Putin claimed that Ukraine attacked Russia.",
            &["Ukraine -assault-> Russia (reported-possible, says Vladimir Putin)"],
        );
        check("Poland announced that it will sanction Chad.", &["Poland -sanction-> Chad (planned, says Poland)"]);
    }

    #[test]
    fn a_speaker_may_be_the_subject() {
        check("Vladimir Putin said he supports Hungary.", &["Vladimir Putin -support-> Hungary (says Vladimir Putin)"]);
        check(
            "Angela Merkel said that she would meet Emmanuel Macron.",
            &["Angela Merkel -consult-> Emmanuel Macron (planned, says Angela Merkel)"],
        );
    }

    #[test]
    fn an_accusation_has_no_speaker() {
        check("Poland accused Chad.", &["Poland -accuse-> Chad"]);
        check("Poland urged Chad to leave.", &["Poland -request-> Chad"]);
    }

    #[test]
    fn a_quotation_goes_on_over_sentences_and_paragraphs() {
        let first = "Chad -assault-> Peru (says Vladimir Putin)";
        check(
            "“Chad attacked Peru last night,” Vladimir Putin said. “It was cruel. Peru condemned Chad this morning.”",
            &[first, "Peru -accuse-> Chad (says Vladimir Putin)"],
        );
        check(
            "“Chad attacked Peru last night,” Vladimir Putin said.\n\n“Poland condemned Hungary this morning.”",
            &[first, "Poland -accuse-> Hungary (says Vladimir Putin)"],
        );
        check(
            "“Chad attacked Peru last night,” Vladimir Putin said.\n\nPoland condemned Hungary this morning.",
            &[first, "Poland -accuse-> Hungary"],
        );
        check("“Chad attacked Peru,” Vladimir Putin said. Peru attacked Chad.", &[first, "Peru -assault-> Chad"]);
    }
}

/// What the tree tells where the order of words does not.
mod trees {
    use super::*;

    #[test]
    fn a_subject_is_found_at_any_distance() {
        check(
            "Ghana said on Friday that it had recalled its envoy and sanctioned Niger.",
            &["Ghana -sanction-> Niger (says Ghana)"],
        );
        check("Iran vowed on Monday to attack Israel.", &["Iran -assault-> Israel (planned)"]);
        check("Armed by Iran, Hezbollah attacked Israel.", &["Iran -backs-> Hezbollah", "Hezbollah -assault-> Israel"]);
    }

    #[test]
    fn an_object_is_found_at_any_distance() {
        check(
            "Kenyan and Ugandan officials met in Nairobi on Monday with Sudan.",
            &["Kenya -consult-> Sudan", "Uganda -consult-> Sudan"],
        );
        check("Kenyan helicopters and tanks shelled positions of Hezbollah.", &["Kenya -assault-> Hezbollah"]);
        check("Kenya praised the invasion of Sudan.", &[]);
        check("Russia launched airstrikes in Mali against Chad.", &["Russia -assault-> Chad"]);
        check("Any agreements that are reached between Iran and Iraq are void.", &["Iran -agree-> Iraq"]);
    }

    #[test]
    fn what_one_is_kept_from_is_not_done() {
        check(
            "Qatar barred Iraqi troops from openly attacking Syria.",
            &["Qatar -sanction-> Iraq", "Iraq -assault-> Syria (negated)"],
        );
    }

    #[test]
    fn an_adjective_without_its_noun_is_nobody() {
        check(
            "John Smith and his Greek, Cypriot and French counterparts on Monday in a joint statement condemned Kenya.",
            &["John Smith -accuse-> Kenya"],
        );
    }

    #[test]
    fn a_verb_of_no_table_is_a_verb() {
        check("Chad outfoxed Sudan, and Niger attacked Mali.", &["Niger -assault-> Mali"]);
    }

    #[test]
    fn the_models_vouch_for_a_person_who_acts() {
        check("Rabat Ouahbi condemned Algeria.", &["Rabat Ouahbi -accuse-> Algeria"]);
        check_actors("Police arrived in Tell Tamer and Ain Issa.", &[]);
    }
}

mod constructions {
    use super::*;

    #[test]
    fn whose_stands_for_the_noun_before() {
        check("Peru, whose candidacy was supported by Chile, left.", &["Chile -support-> Peru"]);
        check(
            "Peru left Hezbollah, whose members were arrested by Chile.",
            &["Peru -member_of-> Hezbollah (former)", "Chile -coerce-> Hezbollah"],
        );
        check("The judge, whose candidacy was supported by Chile, left Peru.", &[]);
    }

    #[test]
    fn what_is_said_of_an_act_is_said_of_whose_it_is() {
        check("Narendra Modi called Pakistan's decision illegal.", &["Narendra Modi -accuse-> Pakistan"]);
        check("Narendra Modi described Pakistan's decision as a grave mistake.", &["Narendra Modi -accuse-> Pakistan"]);
        check("Narendra Modi said Pakistan's decision was justified.", &["Narendra Modi -support-> Pakistan"]);
        check("Narendra Modi called Pakistan's claim null and void.", &["Narendra Modi -reject-> Pakistan"]);
        check("Narendra Modi did not call Pakistan's decision illegal.", &[]);
        check("Narendra Modi said Pakistan's decision was not illegal.", &[]);
        check("Narendra Modi called Jane Smith's murder unacceptable.", &[]);
        check("Narendra Modi called the weather in Pakistan unacceptable.", &[]);
    }

    #[test]
    fn an_act_is_done_by_all_that_a_hyphen_joins() {
        check(
            "Narendra Modi rejected the Egyptian-Jordanian initiative.",
            &["Narendra Modi -reject-> Egypt", "Narendra Modi -reject-> Jordan", "Egypt -cooperate-> Jordan"],
        );
        check("Narendra Modi rejected the Jordanian initiative.", &["Narendra Modi -reject-> Jordan"]);
    }

    #[test]
    fn countries_joined_by_a_hyphen_cooperate_in_what_they_do() {
        check(
            "An Israeli-Cypriot-Greek effort has begun.",
            &["Israel -cooperate-> Cyprus", "Israel -cooperate-> Greece", "Cyprus -cooperate-> Greece"],
        );
        check("A Greek effort has begun in Israel.", &[]);
        check("An Israeli-Greek singer has left.", &[]);
    }

    #[test]
    fn an_act_may_be_blamed_on_somebody() {
        check(
            "Narendra Modi was wounded in an attack blamed on Hezbollah.",
            &["Hezbollah -assault-> Narendra Modi (reported-possible)"],
        );
        check("Narendra Modi was wounded in a crash blamed on Hezbollah.", &[]);
    }

    #[test]
    fn an_apposition_goes_on_about_the_same_name() {
        check(
            "Jane Smith, the founder of Hezbollah and a close ally of Narendra Modi, left.",
            &["Jane Smith -leads-> Hezbollah", "Jane Smith -allied_with-> Narendra Modi"],
        );
        check(
            "Narendra Modi, a Chadian lawmaker jailed by Chile, left.",
            &["Narendra Modi -serves-> Chad", "Chile -coerce-> Narendra Modi"],
        );
        check("Narendra Modi and his wife, Jane Smith, left.", &["Jane Smith -family_of-> Narendra Modi"]);
    }

    #[test]
    fn who_succeeds_another_as_leader_leads() {
        check(
            "Jane Smith replaced Narendra Modi as leader of Hezbollah.",
            &["Jane Smith -leads-> Hezbollah", "Narendra Modi -leads-> Hezbollah (former)"],
        );
        check("Jane Smith resigned as leader of Hezbollah.", &["Jane Smith -leads-> Hezbollah (former)"]);
        check("Jane Smith praised Narendra Modi as leader of Hezbollah.", &["Jane Smith -support-> Narendra Modi"]);
    }

    #[test]
    fn words_of_a_name_state_nothing() {
        check("War on Want thanked Peru in March 1987 for its stand against Chile.", &[]);
        check("The Communist Party of the Russian Federation, the Greens and Hezbollah left.", &[]);
    }

    #[test]
    fn north_and_south_korea_are_two() {
        check("North and South Korea agreed to reopen a hotline.", &["North Korea -agree-> South Korea"]);
        check("North and central Mali are dry.", &[]);
    }

    #[test]
    fn who_acts_with_the_help_of_another_is_helped_by_it() {
        check(
            "Pakistan won with the support of France and Peru.",
            &["France -support-> Pakistan", "Peru -support-> Pakistan"],
        );
        check("Pakistan took the town with Iran's help.", &["Iran -aid-> Pakistan"]);
        check("Pakistan won without the support of France.", &[]);
        check("Pakistan won with the support of voters in France.", &[]);
    }

    #[test]
    fn a_party_before_or_after_a_name_is_that_of_its_member() {
        check("The DUP's Peter Robinson left.", &["Peter Robinson -member_of-> Democratic Unionist Party"]);
        check(
            "It was a fight between Peter Robinson of Sinn Féin and William Craig for the Ulster Unionist Party.",
            &["Peter Robinson -member_of-> Sinn Fein", "William Craig -member_of-> Ulster Unionist Party"],
        );
        check("Voters blamed William Craig for the Ulster Unionist Party defeat.", &[]);
    }

    #[test]
    fn an_act_targets_whom_its_participle_names() {
        check("The United States launched airstrikes targeting the Houthis.", &["United States -assault-> Houthis"]);
        check("The European Union imposed sanctions targeting Belarus.", &["European Union -sanction-> Belarus"]);
        check("France launched a campaign targeting Iran.", &[]);
    }

    #[test]
    fn a_curb_on_what_goes_to_an_actor_is_one_on_the_actor() {
        check("France imposed restrictions on assistance to Mali.", &["France -sanction-> Mali"]);
        check("France imposed restrictions on assistance.", &[]);
    }

    #[test]
    fn no_denies_once() {
        check("Iran is no ally of Iraq.", &["Iran -allied_with-> Iraq (negated)"]);
        check("Iran is not an ally of Iraq.", &["Iran -allied_with-> Iraq (negated)"]);
    }

    #[test]
    fn what_must_be_ready_to_act_is_asked_to() {
        check("Peru said Germany must be ready to leave.", &["Peru -request-> Germany"]);
        check("Peru said Germany must be cold.", &[]);
    }

    #[test]
    fn who_is_accused_of_having_done_something_did_it() {
        check(
            "Japan accused Iran of having funded Hamas.",
            &["Japan -accuse-> Iran", "Iran -backs-> Hamas (reported-possible, says Japan)"],
        );
        check(
            "Japan accused Iran of having sold rockets to the Wagner Group.",
            &["Japan -accuse-> Iran", "Iran -cooperate-> Wagner Group (reported-possible, says Japan)"],
        );
    }

    #[test]
    fn what_is_applied_for_is_no_fact() {
        check("Ukraine applied to join NATO.", &["Ukraine -member_of-> NATO (hypothetical)"]);
        check("Turkey campaigned to leave NATO.", &["Turkey -member_of-> NATO (hypothetical, former)"]);
        check("Peru lined up to join NATO.", &["Peru -member_of-> NATO (hypothetical)"]);
        check("Peru managed to join NATO.", &["Peru -member_of-> NATO"]);
    }

    #[test]
    fn a_longer_phrase_does_not_hide_a_shorter_one_whose_preposition_fits() {
        check("Chile is a coalition partner to Peru.", &["Chile -allied_with-> Peru"]);
        check("Chile is a coalition partner of Peru.", &["Chile -allied_with-> Peru"]);
    }

    #[test]
    fn what_ends_an_act_is_an_act_of_its_own() {
        check("Japan halted economic aid to Serbia.", &["Japan -sanction-> Serbia"]);
        check("Canada lifted all sanctions on Peru.", &["Canada -concede-> Peru"]);
        check("Canada lifted the lid of the box in Peru.", &[]);
    }

    #[test]
    fn what_another_must_do_is_asked_of_it() {
        check("Norway said that Israel must open the crossing.", &["Norway -request-> Israel"]);
        check("Norway said that it must open the crossing.", &[]);
        check("Israel must open the crossing.", &[]);
    }

    #[test]
    fn a_party_and_its_people_belong_together() {
        check("Yvon Godin of the New Democratic Party won.", &["Yvon Godin -member_of-> New Democratic Party"]);
        check("Vladimir Putin's United Russia won.", &["Vladimir Putin -leads-> United Russia"]);
        check("Yvon Godin saw the New Democratic Party win.", &[]);
    }

    #[test]
    fn a_bloc_has_those_as_members_whose_ministers_are_its() {
        check(
            "The G7 foreign ministers of Canada and Japan met.",
            &["Canada -member_of-> G7", "Japan -member_of-> G7"],
        );
        check("The G7 praise of Canada was loud.", &["G7 -support-> Canada"]);
        check(
            "Mali and Niger (the Alliance of Sahel States) wept.",
            &["Mali -member_of-> Alliance of Sahel States", "Niger -member_of-> Alliance of Sahel States"],
        );
        check("Mali (near the Alliance of Sahel States) wept.", &[]);
    }

    #[test]
    fn a_title_is_of_what_the_article_says_elsewhere() {
        check(
            "Malian President Tomas Keita left. Later President Keita spoke.",
            &["Tomas Keita -leads-> Mali", "Tomas Keita -leads-> Mali"],
        );
        check("President Keita spoke.", &[]);
    }

    #[test]
    fn an_act_on_what_a_compound_says_is_an_actors_is_done_to_it() {
        check("Iran seized three Greek-flagged vessels.", &["Iran -coerce-> Greece"]);
    }

    #[test]
    fn in_a_press_release_we_are_the_issuer() {
        check("We, the G7 foreign ministers, met today. We condemn Russia.", &["G7 -accuse-> Russia"]);
        check("We condemn Russia.", &[]);
    }

    #[test]
    fn an_outlet_before_a_title_does_nothing_of_it() {
        check("Reuters Russian invasion of Ukraine", &["Russia -assault-> Ukraine"]);
        check("Reuters invasion of Ukraine", &[]);
    }

    #[test]
    fn they_may_be_a_list() {
        check(
            "Kenya and Uganda signed a pact. They condemned Sudan.",
            &["Kenya -agree-> Uganda", "Kenya -accuse-> Sudan", "Uganda -accuse-> Sudan"],
        );
        check(
            "Kenya and Uganda signed a pact. The mood was good. They condemned Sudan.",
            &["Kenya -agree-> Uganda", "Kenya -accuse-> Sudan", "Uganda -accuse-> Sudan"],
        );
        check("Kenya and Uganda signed a pact. Farmers marched. They condemned Sudan.", &["Kenya -agree-> Uganda"]);
    }
}

mod dates {
    use super::*;

    /// The dates of what an article of this day states.
    #[track_caller]
    fn check_dates(published: &str, text: &str, expected: &[&str]) {
        let article = Article { date: Some(published.parse().unwrap()), ..Article::from_text(text) };
        let statements = extract(&article, &ANALYZER, &KNOWLEDGE).statements;
        let dates = statements.iter().map(|s| s.dated.as_ref().map_or("none".to_owned(), ToString::to_string));
        assert_eq!(dates.collect::<Vec<_>>(), expected, "in {text:?}");
    }

    #[test]
    fn a_sentence_may_say_when() {
        // A Thursday.
        let published = "2024-05-16";
        check_dates(published, "Russia attacked Ukraine on Tuesday.", &["2024-05-14"]);
        check_dates(published, "Emmanuel Macron will meet Joe Biden on Friday.", &["2024-05-17"]);
        check_dates(published, "Israel bombed Lebanon last month.", &["2024-04"]);
        check_dates(published, "In March 2022, France sanctioned Russia.", &["2022-03"]);
        check_dates(published, "Two days ago, Japan condemned Russia.", &["2024-05-14"]);
        check_dates(published, "France sanctioned Russia in December.", &["2023-12"]);
    }

    #[test]
    fn the_day_of_the_words_is_not_that_of_the_act() {
        check_dates("2024-05-16", "Iran said on Monday that Iraq had invaded Kuwait in 1990.", &["1990"]);
        check_dates("2024-05-16", "Iran said on Monday that Iraq had invaded Kuwait.", &["none"]);
        check_dates("2024-05-16", "Russia attacked Ukraine with 2022 drones.", &["none"]);
    }

    #[test]
    fn a_coarse_date_of_publication_gives_no_day() {
        check_dates("2024", "Russia attacked Ukraine on Tuesday.", &["none"]);
    }
}

#[test]
fn a_statement_says_what_it_rests_on_and_how_sure_it_is() {
    let because =
        explain_statements(&Article::from_text("Iran praised Hezbollah. It attacked Peru."), &ANALYZER, &KNOWLEDGE);
    let first = because.first().unwrap();
    assert_eq!(first.reason.construction, "active verb");
    assert_eq!(first.reason.path, "Iran <-nsubj- praised -obj-> Hezbollah");
    assert!(first.reason.entry.as_ref().unwrap().starts_with("data/predicates/events_cooperation.toml:"));
    let pronoun = because.iter().find(|because| because.statement.object == "Peru");
    assert!(pronoun.is_none_or(|because| because.statement.confidence < first.statement.confidence));
}

mod silence {
    use super::*;

    #[test]
    fn weather_recipes_sport_and_code_state_nothing() {
        for text in [
            "Rain will fall over northern Spain on Friday, with highs of 21 degrees in Madrid.\n\
             Fog is expected between Portugal and France; Italy stays dry until Sunday.",
            "Add the Turkish pepper, two spoons of Greek yoghurt and a pinch of Peruvian salt, then stir.\n\
             Serve with French bread and a Spanish omelette.",
            "Group A\n\nSpain 3, Germany 1\nBrazil 2, Japan 2\nFrance 0, Peru 0\n\n1. Spain 9\n2. Germany 6\n3. Peru 1",
            "let china = Country::new(\"China\");\nassert_eq!(china.ally(\"Iran\"), None);\n// Peru -> Chile\n",
            "Swiss cheese beat French cheese in Germany. Danish pastries and Brazil nuts are sold in Chile.",
            "In 2021, Iran exported more oil than Iraq. Germany's economy grew faster than France's.",
            "",
            "\n\n\n",
            "... --- ...",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn neighbours_in_a_sentence_are_not_linked() {
        check("The road from Iran to Iraq is long.", &[]);
        check("Peru, Chile and Bolivia lie in South America.", &[]);
        check("Angela Merkel, Emmanuel Macron and Boris Johnson were on the list.", &[]);
    }
}

mod offsets {
    use super::*;

    /// Evidence and mentions lead back to the text, counted in characters; statements name actors of the record.
    pub fn check_record(article: &Article, record: &Extraction) {
        let is_name = |step: Step| !matches!(step, Step::Description | Step::Pronoun | Step::Speaker);
        let explained = explain(article, &ANALYZER, &KNOWLEDGE);
        let joined = explained.iter().flat_map(|actor| &actor.mentions).filter(|joined| !is_name(joined.step));
        let meant: HashSet<(usize, usize)> = joined.map(|joined| (joined.start, joined.end)).collect();
        let chars: Vec<char> = article.text.chars().collect();
        let slice = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
        for statement in &record.statements {
            assert_eq!(slice(statement.start, statement.end), statement.evidence);
            assert_ne!(statement.subject, statement.object);
            let named = [Some(&statement.subject), Some(&statement.object), statement.speaker.as_ref()];
            for name in named.into_iter().flatten() {
                assert!(record.actors.iter().any(|actor| &actor.name == name), "{name:?} is no actor");
            }
        }
        for actor in &record.actors {
            assert!(actor.mentions.is_sorted(), "{:?} out of order", actor.mentions);
            for &(start, end) in actor.mentions.iter().filter(|place| !meant.contains(place)) {
                let form = slice(start, end).split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(actor.aliases.contains(&form), "{form:?} is no alias of {}: {:?}", actor.name, actor.aliases);
            }
        }
    }

    #[test]
    fn offsets_count_characters_whatever_their_bytes() {
        let text =
            "Übung 🇮🇷 – „Größe“…\n\nRecep Tayyip Erdoğan met Nicolás Maduro in Malmö. Erdoğan praised Côte d’Ivoire.";
        let article = Article::from_text(text);
        let record = extract(&article, &ANALYZER, &KNOWLEDGE);
        check_record(&article, &record);
        let stated: Vec<String> = record.statements.iter().map(Statement::to_string).collect();
        assert_eq!(
            stated,
            ["Recep Tayyip Erdoğan -consult-> Nicolás Maduro", "Recep Tayyip Erdoğan -support-> Ivory Coast"]
        );
        let place = |form: &str| {
            let at = article.text.find(form).unwrap();
            article.text[..at].chars().count()
        };
        assert_eq!(record.statements[0].start, place("Recep"));
        assert_eq!(record.actors[1].mentions, [(place("Nicolás"), place(" in Malmö"))]);
    }

    #[test]
    fn a_name_over_two_lines_has_one_alias() {
        let text = "The ministers of many of the states of the continent were told in June that Emmanuel\n\
                    Macron met Olaf Scholz.";
        let article = Article::from_text(text);
        let record = extract(&article, &ANALYZER, &KNOWLEDGE);
        check_record(&article, &record);
        assert_eq!(record.actors[0].aliases, ["Emmanuel Macron"]);
    }

    #[test]
    fn evidence_is_the_whole_sentence() {
        let record = read("It rained. On Monday, Canada sanctioned Belarus over fraud, again. It snowed.");
        assert_eq!(record.statements[0].evidence, "On Monday, Canada sanctioned Belarus over fraud, again.");
    }
}

/// Pieces of which texts are made that look like news and are none.
const PIECES: &[&str] = &[
    "Iran",
    "Iranian",
    "Iranians",
    "Tehran",
    "US",
    "U.S.",
    "United",
    "States",
    "NATO",
    "Hezbollah",
    "IRGC",
    "Bank",
    "of",
    "China",
    "Vladimir",
    "Putin",
    "Kim",
    "Jong-un",
    "bin",
    "al",
    "Chad",
    "Jordan",
    "Georgia",
    "President",
    "president",
    "former",
    "ex",
    "deputy",
    "elect",
    "minister",
    "spokesman",
    "head",
    "leader",
    "rebels",
    "coalition",
    "pro",
    "anti",
    "backed",
    "led",
    "-",
    "–",
    "attacked",
    "was",
    "been",
    "by",
    "met",
    "not",
    "n't",
    "never",
    "will",
    "may",
    "would",
    "if",
    "said",
    "that",
    "told",
    "accused",
    "denied",
    "urged",
    "to",
    "and",
    ",",
    ".",
    "?",
    ":",
    ";",
    "\"",
    "“",
    "”",
    "'",
    "’s",
    "'s",
    "(",
    ")",
    "[",
    "]",
    "\n",
    "\n\n",
    "ally",
    "allies",
    "ties",
    "between",
    "with",
    "the",
    "The",
    "a",
    "his",
    "it",
    "who",
    "which",
    "according",
    "sanctions",
    "on",
    "including",
    "such",
    "as",
    "one",
    "2024",
    "🇮🇷",
    "Erdoğan",
    "e\u{301}",
    "\u{202e}",
    "ALL",
    "CAPS",
    "Party",
    "party",
    "army",
    "Ministry",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_sound_record_and_always_the_same(text in "(\\PC|[ \n.,'\"()-]){0,200}") {
        let article = Article::from_text(&text);
        let record = extract(&article, &ANALYZER, &KNOWLEDGE);
        offsets::check_record(&article, &record);
        prop_assert_eq!(&record, &extract(&article, &ANALYZER, &KNOWLEDGE));
    }

    #[test]
    fn any_row_of_words_gives_a_sound_record_and_always_the_same(
        pieces in prop::collection::vec((select(PIECES), select(&[" ", " ", " ", ""][..])), 0..60)
    ) {
        let text: String = pieces.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect();
        let article = Article::from_text(&text);
        let record = extract(&article, &ANALYZER, &KNOWLEDGE);
        offsets::check_record(&article, &record);
        prop_assert_eq!(&record, &extract(&article, &ANALYZER, &KNOWLEDGE));
    }
}

mod size {
    use super::*;

    fn check_sound(text: &str) {
        let article = Article::from_text(text);
        offsets::check_record(&article, &extract(&article, &ANALYZER, &KNOWLEDGE));
    }

    #[test]
    fn a_megabyte_without_a_space_is_read() {
        check_sound(&"x".repeat(1_000_000));
        check_sound(&"-'.".repeat(300_000));
    }

    #[test]
    fn a_megabyte_of_capitals_is_read() {
        check_sound(&"X".repeat(1_000_000));
        check_sound(&"IRAN ATTACKED IRAQ ".repeat(55_000));
    }

    #[test]
    fn a_hundred_thousand_brackets_are_read() {
        check_sound(&"(".repeat(100_000));
        check_sound(&"(NATO)".repeat(16_000));
    }

    #[test]
    fn one_word_a_hundred_thousand_times_is_read() {
        for word in ["Iran ", "attacked ", "president ", "former ", "and ", "Iran and ", "Anna Fischer "] {
            check_sound(&word.repeat(100_000 / word.split(' ').count()));
        }
    }

    #[test]
    fn twenty_thousand_quotes_are_read() {
        check_sound(&"\" ".repeat(20_000));
        check_sound(&"“Iran ".repeat(20_000));
    }
}

mod contests {
    use super::*;

    #[test]
    fn a_line_of_a_result_names_two_teams() {
        check("Chicago 102 Boston 98", &["Chicago -rival_of-> Boston"]);
        check("DETROIT 4 Kansas City 1", &["DETROIT -rival_of-> Kansas City"]);
        check("Chicago 2 - 1 Detroit", &["Chicago -rival_of-> Detroit"]);
        check("MINNESOTA AT SEATTLE", &["MINNESOTA -rival_of-> SEATTLE (planned)"]);
        check(
            "Hove: Sussex 363 (W. Miller 111, V. Wood 52; I. Stone 4-37), Lancashire 197-8 (P. Hall 54)",
            &[
                "Sussex -rival_of-> Lancashire",
                "W. Miller -affiliated_with-> Sussex",
                "V. Wood -affiliated_with-> Sussex",
                "P. Hall -affiliated_with-> Lancashire",
            ],
        );
    }

    #[test]
    fn other_lines_of_names_and_numbers_are_no_results() {
        check("Boeing 737, Airbus 320", &[]);
        check("Matthew 5 Luke 6", &[]);
        check("Windows 11 Office 365", &[]);
        check("Brazil 2 Germany 1", &[]);
        check("FIRE AT WAREHOUSE", &[]);
        check("Chicago 2 Boston 1 Detroit 4", &[]);
        check("The train left Chicago at Boston's expense.", &[]);
    }

    #[test]
    fn a_place_that_plays_is_a_team() {
        check("Leicestershire beat Derbyshire by an innings on Friday.", &["Leicestershire -rival_of-> Derbyshire"]);
        check("Lancashire lost to Yorkshire on Friday.", &["Lancashire -rival_of-> Yorkshire"]);
        check("Leicestershire beat the odds on Friday.", &[]);
        check("A storm beat Derbyshire on Friday.", &[]);
        check("Brazil beat Germany on Friday.", &[]);
    }

    #[test]
    fn results_in_a_row_join_the_names_beside_the_verb() {
        check(
            "Steffi Graf (Germany) beat Mary Pierce (France) 6-3 6-2 Anke Huber (Germany) beat 4 - Serena Williams (USA) 6-1 7-5",
            &[
                "Steffi Graf -affiliated_with-> Germany",
                "Mary Pierce -affiliated_with-> France",
                "Anke Huber -affiliated_with-> Germany",
                "Serena Williams -affiliated_with-> United States",
                "Steffi Graf -rival_of-> Mary Pierce",
                "Anke Huber -rival_of-> Serena Williams",
            ],
        );
    }

    #[test]
    fn a_player_belongs_to_a_team() {
        check("Lancashire batsman Rob Miller left.", &["Rob Miller -affiliated_with-> Lancashire"]);
        check("Germany's Steffi Graf left.", &["Steffi Graf -affiliated_with-> Germany"]);
        check("Lancashire resident Rob Miller left.", &[]);
    }
}

mod unions {
    use super::*;

    #[test]
    fn who_merges_is_part_of_what_comes_of_it() {
        check(
            "The Reform Party merged with the Workers' Union Party to form the Progress Party.",
            &[
                "Reform Party -allied_with-> Workers' Union Party",
                "Reform Party -part_of-> Progress Party",
                "Workers' Union Party -part_of-> Progress Party",
            ],
        );
        check("The Reform Party merged two lists to form a plan.", &[]);
    }

    #[test]
    fn a_named_union_has_the_members_of_its_list() {
        check(
            "The Freedom Alliance, comprising the Reform Party (RP), the Peasants' Party and the Progress Party, won.",
            &[
                "Reform Party -member_of-> Freedom Alliance",
                "Peasants' Party -member_of-> Freedom Alliance",
                "Progress Party -member_of-> Freedom Alliance",
            ],
        );
        check("The Freedom Alliance, including the Reform Party leader, won.", &[]);
    }

    #[test]
    fn a_title_in_the_plural_is_that_of_each_of_a_list() {
        check(
            "Reform Party leaders Jane Miller, John Wood and Ann Hall left.",
            &["Jane Miller -leads-> Reform Party", "John Wood -leads-> Reform Party", "Ann Hall -leads-> Reform Party"],
        );
        check("The leaders Jane Miller and John Wood left.", &[]);
    }

    #[test]
    fn who_is_named_after_the_copula_has_the_role() {
        check("The leader of the Reform Party is Jane Miller.", &["Jane Miller -leads-> Reform Party"]);
        check("The leader of the Reform Party is ill.", &[]);
    }

    #[test]
    fn who_runs_for_a_party_is_its_member() {
        check("Jane Miller ran for the Reform Party in Kent.", &["Jane Miller -member_of-> Reform Party"]);
        check("Jane Miller ran as a Reform Party candidate.", &["Jane Miller -member_of-> Reform Party"]);
        check("Jane Miller stood as part of the Reform Party's plan.", &[]);
    }

    #[test]
    fn a_word_of_a_name_is_no_tie() {
        check("The National Alliance and the Reform Party won.", &[]);
        check(
            "The alliance of the Reform Party and the Progress Party won.",
            &["Reform Party -allied_with-> Progress Party"],
        );
    }

    #[test]
    fn a_party_is_its_own_persons() {
        check("Jane Miller's party, the Reform Party, won.", &["Jane Miller -member_of-> Reform Party"]);
        check("Jane Miller (Reform Party) left.", &["Jane Miller -member_of-> Reform Party"]);
        check(
            "John Wood lost to Reform Party candidate Jane Miller.",
            &["Jane Miller -member_of-> Reform Party", "John Wood -rival_of-> Jane Miller"],
        );
        check("At the party of Jane Miller, the Reform Party won.", &[]);
    }

    #[test]
    fn what_has_a_number_of_its_own_is_no_apposition() {
        check("The chamber has 16 Progress Party, 7 Reform Party members, the 5 Social Crediters and 4 others.", &[]);
        check(
            "Reform Party members Jane Miller and John Wood left.",
            &["Jane Miller -member_of-> Reform Party", "John Wood -member_of-> Reform Party"],
        );
    }

    #[test]
    fn as_many_as_a_noun_says_are_those_it_means() {
        check(
            "Peru accused three British charities, Oxfam, Greenpeace and Amnesty International, of fraud.",
            &["Peru -accuse-> Oxfam", "Peru -accuse-> Greenpeace", "Peru -accuse-> Amnesty International"],
        );
        check("Peru accused three British charities of fraud.", &["Peru -accuse-> United Kingdom"]);
    }

    #[test]
    fn a_list_goes_on_after_an_aside() {
        check(
            "The Greens formed a list with Hope - an ally of the Reform Party -, the Progress Party and the Labour Party.",
            &["Hope -allied_with-> Reform Party"],
        );
        check(
            "Jane Miller is an ally of the Reform Party, the Progress Party and the Labour Party.",
            &[
                "Jane Miller -allied_with-> Reform Party",
                "Jane Miller -allied_with-> Progress Party",
                "Jane Miller -allied_with-> Labour Party",
            ],
        );
    }

    #[test]
    fn the_second_title_of_two_is_the_second_names() {
        check(
            "Chancellor Ann Hall and Reform Party chairman John Wood named Jane Miller.",
            &["John Wood -leads-> Reform Party"],
        );
        check(
            "Ann Hall, chairman of the Reform Party, and John Wood named Jane Miller.",
            &["Ann Hall -leads-> Reform Party"],
        );
    }

    #[test]
    fn an_effort_to_unite_a_partys_wings_makes_it_no_member() {
        check("The Progress Party seeks to unite all Reform Party factions.", &[]);
        check(
            "The Freedom Alliance unites the Progress Party and the Reform Party.",
            &["Progress Party -member_of-> Freedom Alliance", "Reform Party -member_of-> Freedom Alliance"],
        );
    }
}

mod crowds {
    use super::*;

    #[test]
    fn people_whom_a_proper_word_tells_apart_act_as_a_group() {
        check("Thousands of Brazilians rallied against Jair Bolsonaro.", &["Brazilians -protest-> Jair Bolsonaro"]);
        check("Kurdish prisoners attacked Turkish guards.", &["Kurdish prisoners -assault-> Turkey"]);
        check("Ethnic Albanians protested against Serbia.", &["Ethnic Albanians -protest-> Serbia"]);
        check("France met Kurdish leaders.", &["France -consult-> Kurdish leaders"]);
        check("Syrian refugees arrived in Germany.", &[]);
        check(
            "Rebels in Chad attacked the Sudanese army.",
            &["Sudanese Armed Forces -part_of-> Sudan", "Rebels in Chad -assault-> Sudanese Armed Forces"],
        );
        check("The Russians attacked Ukraine.", &[]);
        check("Serbia put down ethnic Albanian unrest.", &[]);
        check("Refugees from Sudan crossed into Chad.", &[]);
        check("Two Canadians who had been jailed by Beijing came home.", &["China -coerce-> Canada"]);
    }

    #[test]
    fn a_crowd_of_whom_nothing_is_stated_is_no_actor() {
        check_actors("Polish miners slept in Warsaw.", &["country Poland"]);
        check_actors("Students in Chad sleep late.", &["country Chad"]);
        check_actors("North Wales Police rested.", &["group North Wales Police"]);
    }

    #[test]
    fn a_protest_is_against_whom_it_demands_or_denounces() {
        check(
            "Young Algerians blocked roads to press for reforms by Abdelmadjid Tebboune.",
            &["Algerians -protest-> Abdelmadjid Tebboune"],
        );
        check("Bolivian truckers blocked roads over Luis Arce's reforms.", &["Bolivian truckers -protest-> Luis Arce"]);
        check(
            "Moroccan teachers went on strike in protest at a bill signed by Aziz Akhannouch.",
            &["Moroccan teachers -protest-> Aziz Akhannouch"],
        );
        check("Bolivian truckers blocked roads over Christmas.", &[]);
        check("Greenpeace held a rally in Japan.", &[]);
        check("Hezbollah launched a strike over Hamas's raid.", &[]);
    }

    #[test]
    fn a_part_of_a_country_is_the_country() {
        check("Israel invaded South Lebanon.", &["Israel -assault-> Lebanon"]);
        check("A South Azerbaijani activist attacked Iran.", &[]);
    }
}

mod refusals_and_threats {
    use super::*;

    #[test]
    fn who_refuses_a_favour_rejects_whoever_would_have_it() {
        check("Angela Merkel refused to extradite him to Spain.", &["Angela Merkel -reject-> Spain"]);
        check("Angela Merkel refused to meet Viktor Orbán.", &["Angela Merkel -reject-> Viktor Orbán"]);
        check("Angela Merkel refused to comment on Spain.", &[]);
        check("Canada refused to sanction Belarus.", &["Canada -sanction-> Belarus (negated)"]);
    }

    #[test]
    fn what_will_be_done_unless_another_yields_is_a_threat() {
        check("France will expel Iran's envoys unless Tehran frees him.", &["France -threaten-> Iran"]);
        check("France will expel Iran's envoys when spring comes.", &["France -sanction-> Iran (planned)"]);
        check("Ethiopia warned Eritrea that it would answer with force.", &["Ethiopia -threaten-> Eritrea"]);
        check("Ethiopia warned Eritrea that rain would fall.", &[]);
        check("Russia threatened to end the talks if Ukraine leaves.", &["Russia -threaten-> Ukraine"]);
    }
}

mod words_of_others {
    use super::*;

    #[test]
    fn who_says_that_another_did_wrong_accuses() {
        check("Turkey said that Greece had violated the truce.", &["Turkey -accuse-> Greece"]);
        check("Croatia said that Serbia was failing to protect its courts.", &["Croatia -accuse-> Serbia"]);
        check("Turkey said that Greece had not violated the truce.", &[]);
        check("Turkey did not find that Greece had violated the truce.", &[]);
        check("Turkey said that Greece had failed to win.", &[]);
    }

    #[test]
    fn a_bare_verb_after_a_demand_is_what_is_wanted() {
        check("Greece insisted that Turkey leave the island.", &["Greece -request-> Turkey"]);
        check("Greece's demand that Turkey release him came late.", &["Greece -request-> Turkey"]);
        check("Greece insisted that Turkey leaves the island in May.", &[]);
    }

    #[test]
    fn who_condemns_an_act_condemns_whoever_the_sentence_says_did_it() {
        check(
            "Jordan condemned the shelling of the Palestinian camp by Syria.",
            &["Jordan -accuse-> Syria", "Syria -assault-> Palestine"],
        );
        check("Jordan condemned the shelling of the camp.", &[]);
    }

    #[test]
    fn a_counterpart_acts_for_his_country() {
        check("Elina Valtonen met her Estonian counterpart.", &["Elina Valtonen -consult-> Estonia"]);
        check("The counterpart of the film is Estonian.", &[]);
    }
}

mod places_and_times {
    use super::*;

    #[test]
    fn a_strike_is_on_the_country_that_it_hits() {
        check("Russian missile strikes across Ukraine killed four people.", &["Russia -assault-> Ukraine"]);
        check("A Russian drone hit a hospital in Kherson, southern Ukraine.", &["Russia -assault-> Ukraine"]);
        check("Debris from an Iranian missile wounded two people in Haifa, Israel.", &["Iran -assault-> Israel"]);
        check("Hezbollah rocket fire killed a farmer in northern Israel.", &["Hezbollah -assault-> Israel"]);
        check("Three people were killed in an Israeli airstrike in Lebanon.", &["Israel -assault-> Lebanon"]);
    }

    #[test]
    fn an_act_in_a_country_is_none_against_it() {
        check(
            "A US airstrike in Syria killed two Islamic State fighters.",
            &["United States -assault-> Islamic State"],
        );
        check("A US airstrike in Yemen killed six militants.", &[]);
        check("An American tourist killed two people in Spain.", &[]);
        check("A Turkish lorry hit a bus in Bulgaria.", &[]);
        check("A Ukrainian drone hit a house in Ukraine.", &[]);
        check("The trade war across Asia hurt Japanese farmers.", &[]);
    }

    #[test]
    fn who_is_arrested_somewhere_is_arrested_by_the_state() {
        check("Ada Ferrat was arrested in Kenya in May.", &["Kenya -coerce-> Ada Ferrat"]);
        check("A court in Brussels, Belgium, jailed Ada Ferrat.", &["Belgium -coerce-> Ada Ferrat"]);
        check("Police in Kenya arrested Ada Ferrat.", &["Kenya -coerce-> Ada Ferrat"]);
        check("Ada Ferrat was born in Kenya and killed in Spain.", &["Ada Ferrat -affiliated_with-> Kenya"]);
        check("A hotel in Kenya praised Ada Ferrat.", &[]);
    }

    #[test]
    fn who_succeeds_another_tells_the_others_office() {
        check(
            "Ada Ferrat was elected president of Kenya, succeeding John Brown.",
            &["Ada Ferrat -leads-> Kenya", "John Brown -leads-> Kenya (former)"],
        );
        check(
            "Ada Ferrat dismissed John Brown as defence minister of Kenya.",
            &["John Brown -serves-> Kenya (former)"],
        );
        check("Ada Ferrat, president of Kenya, will succeed John Brown.", &["Ada Ferrat -leads-> Kenya"]);
        check("Tea replaced coffee.", &[]);
    }

    #[test]
    fn a_ruling_party_leads_its_country() {
        check(
            "South Africa's ruling African National Congress won.",
            &["African National Congress -leads-> South Africa"],
        );
        check("Japan's ruling Liberal Democratic Party won.", &["Liberal Democratic Party -leads-> Japan"]);
        check("The ruling pleased the Liberal Democratic Party.", &[]);
    }

    #[test]
    fn offices_side_by_side_are_of_one_country() {
        check(
            "Swiss President Ada Ferrat and Foreign Minister John Brown left.",
            &["Ada Ferrat -leads-> Switzerland", "John Brown -serves-> Switzerland"],
        );
        check("Ada Ferrat and Foreign Minister John Brown left.", &[]);
        check(
            "Kenya waits. Kenya votes in May. In Kenya, Education Minister Ada Ferrat resigned.",
            &["Ada Ferrat -serves-> Kenya"],
        );
        check("Kenya waits for Uganda. In Kenya, Education Minister Ada Ferrat resigned.", &[]);
    }
}

mod words_together {
    use super::*;

    #[test]
    fn the_pair_takes_up_two_persons() {
        let text = "Greek president Ada Ferrat met Turkish president John Brown.";
        let offices = ["Ada Ferrat -leads-> Greece", "John Brown -leads-> Turkey", "Ada Ferrat -consult-> John Brown"];
        let both = [&offices[..], &["Ada Ferrat -accuse-> Russia", "John Brown -accuse-> Russia"]].concat();
        for subject in ["The two", "The pair", "Both"] {
            check(&format!("{text} {subject} condemned Russia."), &both);
        }
        check(&format!("{text} The two from Crete condemned Russia."), &offices);
    }

    #[test]
    fn the_leaders_are_the_two_who_met() {
        check(
            "Greek president Ada Ferrat spoke with Turkish president John Brown. The leaders praised Ukraine. They condemned Russia.",
            &[
                "Ada Ferrat -leads-> Greece",
                "John Brown -leads-> Turkey",
                "Ada Ferrat -consult-> John Brown",
                "Ada Ferrat -support-> Ukraine",
                "John Brown -support-> Ukraine",
                "Ada Ferrat -accuse-> Russia",
                "John Brown -accuse-> Russia",
            ],
        );
        check(
            "Greek president Ada Ferrat spoke with Turkish president John Brown. The leaders of the rebels praised Ukraine.",
            &["Ada Ferrat -leads-> Greece", "John Brown -leads-> Turkey", "Ada Ferrat -consult-> John Brown"],
        );
    }

    #[test]
    fn what_is_said_in_a_call_is_said_to_the_other() {
        check(
            "Ada Ferrat said in a phone call with John Brown that it would rain.",
            &["Ada Ferrat -consult-> John Brown"],
        );
        check("Ada Ferrat spoke after a meeting with John Brown.", &["Ada Ferrat -consult-> John Brown"]);
        check("Rain fell after a meeting with John Brown.", &[]);
    }

    #[test]
    fn a_governed_verb_has_the_subject_that_its_noun_says() {
        check("Kenya condemned anti-Israeli attacks.", &[]);
        check("The decision to expel Ada Ferrat does not worry Iran.", &[]);
        check("Greece held twelve people belonging to the Green Party.", &[]);
        check("Greece became the first country to recognise Kosovo.", &["Greece -support-> Kosovo"]);
    }

    #[test]
    fn members_of_an_alliance_are_not_the_alliance() {
        check("Greece and other NATO members met.", &[]);
        check("NATO members Greece and Turkey left.", &["Greece -member_of-> NATO", "Turkey -member_of-> NATO"]);
    }

    #[test]
    fn a_word_that_opens_a_sentence_is_not_of_the_name() {
        check("Suspected Hamas fighters killed six Israeli soldiers.", &["Hamas -assault-> Israel"]);
        check("Masked Boko Haram gunmen killed six Nigerian soldiers.", &["Boko Haram -assault-> Nigeria"]);
    }

    #[test]
    fn leaving_undone_and_standing_behind_an_attack_are_wrongs() {
        check("Greece says Turkey has not done enough to stop smugglers.", &["Greece -accuse-> Turkey"]);
        check("Greece said that Turkey was behind the attack.", &["Greece -accuse-> Turkey"]);
        check("Greece said that Turkey was responsible for the attack.", &["Greece -accuse-> Turkey"]);
        check("Greece said that Turkey was responsible for the lighthouse.", &[]);
        check("Greece said that Turkey was behind the island.", &[]);
    }
}
