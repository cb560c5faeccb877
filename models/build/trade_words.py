"""Things, what is sold for them, and their other names, in trades of every sort: what made pairs are made of.

Written for this purpose; none is taken from a catalogue that anything is measured on.
"""

from __future__ import annotations

# a thing: its accessories and parts
_THINGS = """
gazebo: cover,base kit,heater | playhouse: cover,roof felt | shed: base,lock,roof felt
greenhouse: staging,heater,glass clips | coffee machine: descaler,filter,milk jug
espresso machine: tamper,gasket,cleaning tablets | coffee grinder: burrs,brush | boiler: flue,thermostat,filter
radiator: cover,valve,bracket | sofa: cover,legs,cushion | dining table: protector,cloth,legs
office chair: mat,armrest,wheels | bed: frame slats,skirt,rail | mattress: protector,topper,bag
wardrobe: rail,hinge,door | tent: pegs,groundsheet,pole | bike: lock,pump,light,cover
lawn mower: blade,cover,spark plug | barbecue: cover,grill brush,regulator | hot tub: cover,filter,chemicals
swimming pool: pump,cover,ladder | vacuum cleaner: bags,filter,hose | washing machine: hose,cover,door seal
fridge: shelf,bulb,door seal | oven: door,element,liner | shower: hose,curtain,seal | bath: mat,panel,plug
car: cover,mat,charger | van: roof rack,seat cover | motorbike: cover,lock | guitar: strap,strings,case
piano: stool,cover | drill: bits,battery,case | chainsaw: chain,oil,bar | ladder: stabiliser,bag
laptop: bag,charger,sleeve,battery,stand | phone: case,charger,holder,cable | tablet: case,stylus,stand
ipad: case,keyboard,stand,screen protector | ipad pro: case,keyboard,screen protector | iphone: case,charger,cable
printer: ink,toner,cable | projector: lamp,mount,screen | camera: bag,tripod,strap | tv: bracket,remote,stand
headphones: case,ear pads,stand | watch: strap,charger,box | suit: bag,hanger | wedding dress: bag,hanger
boots: laces,polish,insoles | trainers: laces,cleaner | buggy: rain cover,cup holder,footmuff
cot: mattress,sheet,bumper | dog crate: cover,mat | fish tank: filter,pump,light | sewing machine: needles,cover,foot
door: handle,hinge,frame | window: handle,blind,film | gate: latch,hinge | solar panel: bracket,cable,inverter
games console: controller,stand,charger | drone: battery,propellers,case | e-bike: battery,charger
"""
# names of one thing
_SYNONYMS = """
sofa=couch=settee; laptop=notebook computer=portable computer; trainers=sneakers=running shoes; fridge=refrigerator
hoover=vacuum cleaner; tap=faucet; mobile phone=smartphone=cell phone; tv=television; jumper=sweater=pullover
trousers=pants=slacks; wardrobe=closet=armoire; duvet=comforter=quilt; cot=baby crib=infant bed
pushchair=stroller=buggy=pram; nappies=diapers; torch=flashlight; spanner=wrench; skip hire=waste container rental
rubbish bin=trash can=waste bin; curtains=drapes=window coverings; rug=carpet=floor covering
lamp=light fitting=table light; cooker=oven=stove; hob=cooktop; kettle=water boiler
coffee machine=espresso maker=cappuccino maker; filter coffee=drip coffee=brewed coffee; decaf=caffeine free coffee
boiler=central heating unit=gas heating system; radiator=panel heater; heat pump=renewable heating system
solar panels=photovoltaic modules; loft insulation=attic insulation; double glazing=insulated windows
conservatory=sunroom=orangery; patio=terrace paving; decking=deck boards; fence=garden panel barrier
shed=garden storage building; greenhouse=glasshouse; lawn mower=grass cutter; hedge trimmer=bush cutter
strimmer=grass trimmer=weed whacker; hosepipe=garden hose; barbecue=bbq grill; hot tub=spa pool=jacuzzi
paddling pool=kiddie pool; bicycle=bike=cycle; e-bike=electric bicycle; motorbike=motorcycle
estate car=station wagon; tyres=tires; sat nav=gps navigation; caravan=travel trailer; rucksack=backpack
suitcase=luggage; handbag=purse; wallet=billfold; anorak=raincoat=waterproof jacket; dressing gown=bathrobe
swimming costume=swimsuit=bathing suit; spectacles=glasses=eyewear; engagement ring=diamond ring
earrings=ear studs; plaster=adhesive bandage; painkillers=pain relief tablets; moisturiser=face cream=skin lotion
shower gel=body wash; hair dryer=blow dryer; headphones=earphones=headset; speaker=audio system
memory stick=usb drive=flash drive; hard drive=storage disk; screen=monitor=display; printer ink=ink cartridges
router=wifi hub; webcam=computer camera; office chair=desk chair=task chair; desk=workstation table
filing cabinet=document storage; whiteboard=dry erase board; bunk bed=children's loft bed; chest of drawers=dresser
bedside table=nightstand; footstool=ottoman; bookcase=bookshelf; dining set=table and chairs
picture frame=photo frame; candle=scented wax; wallpaper=wall covering; drill=power screwdriver; saw=wood cutter
screws=fasteners; glue=adhesive; sealant=caulk; paint=emulsion; ladder=steps; work boots=safety footwear
hi vis vest=reflective safety jacket; gloves=hand protection; first aid kit=emergency medical supplies
dog food=canine kibble; cat litter=kitty litter; fish tank=aquarium; toys=playthings=kids games; jigsaw=puzzle
novel=fiction book; cookbook=recipe book; wedding dress=bridal gown; suit=formal menswear
christmas tree=artificial fir; fancy dress=halloween costume; accountant=bookkeeping service
removal company=moving service; life insurance=term cover policy; mortgage=home loan
language course=english lessons; gym membership=fitness club; yoga mat=exercise mat; dumbbells=hand weights
treadmill=running machine; protein powder=whey supplement; wine=bottle of red; beer=lager; crisps=potato chips
biscuits=cookies; sweets=candy; aubergine=eggplant; courgette=zucchini
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ENTRIES = [entry.split(":") for entry in _THINGS.replace("\n", "|").split("|") if entry.strip()]
THINGS = {thing.strip(): tuple(p.strip() for p in parts.split(",")) for thing, parts in _ENTRIES}
SYNONYMS = tuple(tuple(row.strip().split("=")) for row in _SYNONYMS.replace("\n", ";").split(";") if row.strip())
MAKERS = _words(
    "Acorn Brightwell Corvex Dunmore Elgar Fenwick Harlow Kestrel Lunara Meridian Norvik Oakham Pelham Quadra"
)
LOOKS = _words("black grey oak compact large small premium classic leather steel folding portable heavy-duty white")
