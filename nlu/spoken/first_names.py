"""Frequent first names: they split what was spelled in one go and mark an introduction without "my name is"."""

from __future__ import annotations

FIRST_NAMES = frozenset(
    """aaron abdul abigail adam adrian ahmed aidan aisha alan albert alejandro alex alexander alexandra alexis alice alicia ali amanda amber amelia amir
    amit amy ana andrea andrew angela anil anita anjali ann anna anne anthony antonio aoife arjun arthur ashley audrey austin barbara ben benjamin bernard
    beth betty beverly bill billy bob bobby bonnie brandon brenda brian bridget bruce bryan camila carl carla carlos carmen carol caroline catherine
    charles charlie charlotte chen cheryl chloe chris christian christina christine christopher ciara claire clara colin connor craig crystal cynthia
    daniel danielle dave david dawn deborah debra declan deepak denise dennis derek diana diane diego dolores donald donna doris dorothy douglas dylan
    edith edward eileen elena elizabeth ella ellen emily emma eric erica erin ethan eugene eva evelyn fatima felix fernando fiona florence frances
    francis francisco frank fred gabriel gareth gary gavin george gerald gloria gordon grace graham greg gregory guadalupe hannah harold harry hassan
    heather hector helen henry howard hugh hugo ian ibrahim imran isaac isabel isabella jack jackie jacob jacqueline jamal james jamie jane janet janice
    jared jason javier jean jeff jeffrey jennifer jeremy jerry jesse jessica jesus jill jim jimmy joan joanna joe joel johanna john johnny jonathan
    jorge jose joseph joshua joyce juan juanita judith judy julia julian julie justin karen karl kate katherine kathleen kathryn kathy katie keith kelly
    ken kenneth kerry kevin kiran kim kimberly kumar kyle larry latoya laura lauren lawrence leah leila lena leo leon leroy leslie liam lila lily linda lisa
    logan lois lorraine louis louise lucas lucy luis luke lynn maeve madison manuel marco margaret maria marie marilyn mario marisol martha martin marvin
    mary mateo matthew maureen maya megan mei melissa melvin mia michael michelle miguel mike mildred miriam mohamed mohammed molly monica muhammad
    nadia nancy naomi natalie nathan neha neil nicholas nicola nicole nikhil nina nisha nora norma oliver olivia omar oscar owen pablo padraig pamela
    patricia patrick paul paula pedro peggy peter philip phillip phyllis pooja priya rachel rafael rahul raj rajesh ralph ramon randy raul ravi raymond
    rebecca ricardo richard rita robert roberto robin roger roisin ronald rosa rose rosemary roy ruby russell ruth ryan sabrina sally salma sam samantha
    samuel sandra sanjay santiago sara sarah scott sean sergio shannon sharon shawn sheila shirley siobhan sofia sophia sophie stacy stanley stella stephanie
    stephen steve steven sunil susan suzanne sylvia tamika tanya tara ted teresa terry thanh theodore theresa thomas tiffany tim timothy tina todd tom tommy
    tony tracy travis tyler tyrone usha valerie vanessa vera veronica vicki victor victoria vijay vincent virginia vivian walter wanda warren wayne wei
    wendy will william willie xavier yasmin yolanda yusuf yvonne zachary zainab zoe""".split()
)
