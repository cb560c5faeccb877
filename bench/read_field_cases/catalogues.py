"""Shops, feeds, suppliers' lists and services."""

from bench.read_field_cases import Case


def _woo(titles: list[str], categories: list[str]) -> dict:
    status = ["active", "out_of_stock", "retired"]
    ids = ["L1", "H1", "X1"]
    return {
        "catalogue": dict(title=titles, price=[249.0, 1249.5, 89.0], status=status, category=categories, product_id=ids)
    }


_EN = ["Loft ladder", "Loft hatch", "Old hatch"]

CASES = [
    Case(
        "WooCommerce",
        'ID,Type,SKU,Name,Published,"Is featured?","Visibility in catalog","Short description",Description,"In '
        'stock?",Stock,'
        '"Backorders allowed?","Sale price","Regular price",Categories,Parent\n'
        '1,simple,L1,Loft ladder,1,0,visible,Wood,,1,4,0,249,279,Lofts,\n2,simple,H1,Loft hatch,1,0,visible,,,0,'
        '0,0,,1249.50,Lofts,\n'
        "3,simple,X1,Old hatch,-1,0,visible,,,1,9,0,,89,Lofts,\n",
        _woo(_EN, ["Lofts"] * 3),
    ),
    Case(
        "WooCommerce, German",
        "ID,Typ,Artikelnummer,Name,Veröffentlicht,Ist hervorgehoben?,Sichtbarkeit im Katalog,Kurzbeschreibung,"
        "Beschreibung,"
        "Vorrätig?,Lager,Lieferrückstände erlaubt?,Angebotspreis,Regulärer Preis,Kategorien,Übergeordnetes Produkt\n"
        '1,simple,L1,Dachbodentreppe,1,0,visible,Holz,,1,4,0,"249,00","279,00",Dach,\n'
        '2,simple,H1,Bodenluke,1,0,visible,,,0,0,0,,"1249,50",Dach,\n3,simple,X1,Alte Luke,-1,0,visible,,,1,9,0,'
        ',"89,00",Dach,\n',
        _woo(["Dachbodentreppe", "Bodenluke", "Alte Luke"], ["Dach"] * 3),
    ),
    Case(
        "WooCommerce, French",
        "ID,Type,UGS,Nom,Publié,Mis en avant ?,Visibilité dans le catalogue,Description courte,Description,En "
        "stock ?,Stock,"
        "Autoriser les commandes de produits en rupture ?,Tarif promo,Tarif régulier,Catégories,Parent\n"
        '1,simple,L1,Escalier,1,0,visible,Bois,,1,4,0,"249,00","279,00",Combles,\n2,simple,H1,Trappe,1,0,'
        'visible,,,0,0,0,,"1249,50",Combles,\n'
        '3,simple,X1,Vieille trappe,-1,0,visible,,,1,9,0,,"89,00",Combles,\n',
        _woo(["Escalier", "Trappe", "Vieille trappe"], ["Combles"] * 3),
    ),
    Case(
        "WooCommerce, Spanish",
        "ID,Tipo,SKU,Nombre,Publicado,¿Está destacado?,Visibilidad en el catálogo,Descripción corta,Descripción,"
        "¿Existencias?,"
        "Inventario,¿Permitir reservas de productos agotados?,Precio rebajado,Precio normal,Categorías,Superior\n"
        '1,simple,L1,Escalera,1,0,visible,Madera,,1,4,0,"249,00","279,00",Desván,\n2,simple,H1,Trampilla,1,0,'
        'visible,,,0,0,0,,"1249,50",Desván,\n'
        '3,simple,X1,Trampilla vieja,-1,0,visible,,,1,9,0,,"89,00",Desván,\n',
        _woo(["Escalera", "Trampilla", "Trampilla vieja"], ["Desván"] * 3),
    ),
    Case(
        "WooCommerce, Italian",
        "ID,Tipo,COD,Nome,Pubblicato,In primo piano?,Visibilità nel catalogo,Breve descrizione,Descrizione,In "
        "stock?,Magazzino,"
        "Abilita gli ordini arretrati?,Prezzo in offerta,Prezzo di listino,Categorie,Genitore\n"
        '1,simple,L1,Scala,1,0,visible,Legno,,1,4,0,"249,00","279,00",Soffitta,\n2,simple,H1,Botola,1,0,visible,'
        ',,0,0,0,,"1249,50",Soffitta,\n'
        '3,simple,X1,Vecchia botola,-1,0,visible,,,1,9,0,,"89,00",Soffitta,\n',
        _woo(["Scala", "Botola", "Vecchia botola"], ["Soffitta"] * 3),
    ),
    Case(
        "WooCommerce, Dutch",
        "ID,Type,SKU,Naam,Gepubliceerd,Uitgelicht?,Zichtbaarheid in catalogus,Korte beschrijving,Beschrijving,"
        "Op voorraad?,"
        "Voorraad,Nabestellingen toestaan?,Actieprijs,Reguliere prijs,Categorieën,Hoofd\n"
        '1,simple,L1,Vlizotrap,1,0,visible,Hout,,1,4,0,"249,00","279,00",Zolder,\n2,simple,H1,Luik,1,0,visible,,'
        ',0,0,0,,"1249,50",Zolder,\n'
        '3,simple,X1,Oud luik,-1,0,visible,,,1,9,0,,"89,00",Zolder,\n',
        _woo(["Vlizotrap", "Luik", "Oud luik"], ["Zolder"] * 3),
    ),
    Case(
        "WooCommerce, Polish",
        "ID,Typ,SKU,Nazwa,Opublikowano,Czy promowany?,Widoczność w katalogu,Krótki opis,Opis,Na stanie?,Magazyn,"
        "Zamówienia zaległe dozwolone?,Cena promocyjna,Cena,Kategorie,Rodzic\n"
        '1,simple,L1,Schody,1,0,visible,Drewno,,1,4,0,"249,00","279,00",Strych,\n2,simple,H1,Właz,1,0,visible,,,'
        '0,0,0,,"1249,50",Strych,\n'
        '3,simple,X1,Stary właz,-1,0,visible,,,1,9,0,,"89,00",Strych,\n',
        _woo(["Schody", "Właz", "Stary właz"], ["Strych"] * 3),
    ),
    Case(
        "WooCommerce, Portuguese",
        "ID,Tipo,SKU,Nome,Publicado,Em destaque?,Visibilidade no catálogo,Descrição curta,Descrição,Em estoque?,"
        "Estoque,"
        "São permitidas encomendas?,Preço promocional,Preço,Categorias,Ascendente\n"
        '1,simple,L1,Escada,1,0,visible,Madeira,,1,4,0,"249,00","279,00",Sótão,\n2,simple,H1,Alçapão,1,0,'
        'visible,,,0,0,0,,"1249,50",Sótão,\n'
        '3,simple,X1,Alçapão velho,-1,0,visible,,,1,9,0,,"89,00",Sótão,\n',
        _woo(["Escada", "Alçapão", "Alçapão velho"], ["Sótão"] * 3),
    ),
    Case(
        "WooCommerce, Japanese",
        "ID,タイプ,SKU,名前,公開済み,おすすめですか?,カタログでの表示,簡単な説明,説明,在庫あり?,在庫,"
        "お取り寄せを許可しますか?,セール価格,通常価格,カテゴリー,親\n"
        "1,simple,L1,屋根裏はしご,1,0,visible,木,,1,4,0,249,279,屋根裏,\n2,simple,H1,扉,1,0,visible,,,0,0,0,,"
        "1249.5,屋根裏,\n"
        "3,simple,X1,古い扉,-1,0,visible,,,1,9,0,,89,屋根裏,\n",
        _woo(["屋根裏はしご", "扉", "古い扉"], ["屋根裏"] * 3),
    ),
    Case(
        "WP All Export of a WooCommerce shop",
        "ID,Title,Content,Excerpt,Product Type,Permalink,SKU,Regular Price,Sale Price,Stock Status,Stock,"
        "Product categories,Status\n"
        "1,Loft ladder,Wood,,simple,https://example.com/l,L1,279,249,instock,4,Lofts,publish\n"
        "2,Loft hatch,,,simple,https://example.com/h,H1,1249.50,,outofstock,0,Lofts,publish\n"
        "3,Old hatch,,,simple,https://example.com/x,X1,89,,instock,9,Lofts,draft\n",
        _woo(_EN, ["Lofts"] * 3),
    ),
    Case(
        "WebToffee's export of a WooCommerce shop",
        "post_title,post_name,ID,post_excerpt,post_content,post_status,post_parent,sku,visibility,stock,"
        "stock_status,backorders,"
        "manage_stock,regular_price,sale_price,tax:product_type,tax:product_cat\n"
        "Loft ladder,l,1,,Wood,publish,0,L1,visible,4,instock,no,yes,279,249,simple,Lofts\n"
        "Loft hatch,h,2,,,publish,0,H1,visible,0,outofstock,no,yes,1249.50,,simple,Lofts\n"
        "Old hatch,x,3,,,draft,0,X1,visible,9,instock,no,yes,89,,simple,Lofts\n",
        _woo(_EN, ["Lofts"] * 3),
    ),
    Case(
        "a shop whose exporter says nothing of stock",
        "sku,name,regular_price,sale_price,backorders_allowed,categories,published\nL1,Loft ladder,279,249,0,"
        "Lofts,1\n",
        {"catalogue": {"title": ["Loft ladder"], "price": [249.0], "status": ["active"]}},
    ),
    Case(
        "Shopify products",
        "Handle,Title,Body (HTML),Vendor,Type,Published,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,"
        "Variant Inventory Policy,Variant Price,Status\nladder,Loft ladder,<p>Wood</p>,Acme,Ladders,TRUE,L1,"
        "shopify,4,deny,249.00,active\n"
        "hatch,Loft hatch,,Acme,Hatches,TRUE,H1,shopify,0,deny,1249.50,active\nold,Old hatch,,Acme,Hatches,TRUE,"
        "X1,,,deny,89.00,archived\n",
        {"catalogue": {"title": _EN, "price": [249.0, 1249.5, 89.0], "status": ["active", "out_of_stock", "retired"],
                       "brand": ["Acme"] * 3}},
    ),
    Case(
        "Shopify products without quantities",
        "Handle,Title,Vendor,Type,Published,Variant SKU,Variant Inventory Tracker,Variant Price,Status\n"
        "ladder,Loft ladder,Acme,Ladders,TRUE,L1,shopify,249.00,active\n",
        {"catalogue": {"title": ["Loft ladder"], "price": [249.0], "status": ["active"]}},
    ),
    Case(
        "Magento",
        "sku,store_view_code,attribute_set_code,product_type,categories,name,description,product_online,price,"
        "special_price,is_in_stock\n"
        'L1,,Default,simple,"Default/Lofts",Loft ladder,<p>Wood</p>,1,279.0000,249.0000,1\n'
        'H1,,Default,simple,"Default/Lofts",Loft hatch,,1,1249.5000,,0\nX1,,Default,simple,"Default/Lofts",Old '
        'hatch,,2,89.0000,,1\n',
        {"catalogue": {"title": _EN, "price": [249.0, 1249.5, 89.0], "status": ["active", "out_of_stock",
        "retired"]}},
    ),
    Case(
        "Google Merchant Center",
        "id\ttitle\tdescription\tlink\tavailability\tprice\tsale_price\tbrand\n"
        "L1\tLoft ladder\tWood\thttps://example.com/l\tin_stock\t279.00 GBP\t249.00 GBP\tAcme\n"
        "H1\tLoft hatch\t\thttps://example.com/h\tout_of_stock\t1,249.50 GBP\t\tAcme\n",
        {"catalogue": {"title": _EN[:2], "price": [249.0, 1249.5], "status": ["active", "out_of_stock"]}},
        0,
        "GBP",
    ),
    Case(
        "a clinic's treatments",
        "Treatment,Duration (min),Price from\nFacials,,\nDeep cleanse,45,£65\nPeel,30,from £80 per "
        "session\nMassage,,\n"
        "Back,30,£45\nHot stones,60,POA\n",
        {"catalogue": {"title": ["Deep cleanse", "Peel", "Back", "Hot stones"], "price": [65.0, 80.0, 45.0, None],
                       "category": ["Facials", "Facials", "Massage", "Massage"], "status": ["active"] * 4}},
        2,
        "GBP",
    ),
    Case(
        "a tuner's services",
        "Service,Fee,Availability\nPiano tuning,85,Available\nPiano hire,£30 per month,Available\nOrgan repair,"
        "POA,Withdrawn 31/01/2025\n",
        {"catalogue": {"title": ["Piano tuning", "Piano hire", "Organ repair"], "price": [85.0, 30.0, None],
                       "status": ["active", "active", "retired"], "retired_on": ["", "", "2025-01-31"]}},
        0,
        "GBP",
    ),
    Case(
        "a college's courses",
        "Course title,Level,Fees,Start\nEvening welding,1,£420.00,September\nEvening joinery,2,£380.00,January\n",
        {"catalogue": {"title": ["Evening welding", "Evening joinery"], "price": [420.0, 380.0]}},
        0,
        "GBP",
    ),
    Case(
        "a supplier's trade list",
        "ACME TRADE PRICE LIST 2026,,,,\nAll prices GBP ex VAT,,,,\n,,,,\nCode,Description,List Price,Trade,"
        "Notes\nLADDERS,,,,\n"
        "L-1,Loft ladder,249.00,199.00,\nL-0,Loft ladder mk1,229.00,180.00,\"Disc. 31/03/2025, replaced by L-1\"\n"
        "HATCHES,,,,\nH-1,Loft hatch (withdrawn 30/06/2025),89.00,70.00,\n",
        {"catalogue": {"product_id": ["L-1", "L-0", "H-1"], "title": ["Loft ladder", "Loft ladder mk1", "Loft hatch"],
                       "price": [249.0, 229.0, 89.0], "status": ["active", "retired", "retired"],
                       "category": ["LADDERS", "LADDERS", "HATCHES"], "replaced_by": ["", "L-1", ""],
                       "retired_on": ["", "2025-03-31", "2025-06-30"]}},
        2,
        "GBP",
    ),
    Case(
        "a German price list",
        "Artikelnummer;Bezeichnung;Preis;Bemerkung\nL-1;Dachbodentreppe;249,00 €;\nL-0;Treppe alt;229,00 €;"
        "entfällt ab 01.04.2025, ersetzt durch L-1\n"
        "H-1;Luke;1.249,50 €;Auslaufartikel\n",
        {"catalogue": {"product_id": ["L-1", "L-0", "H-1"], "price": [249.0, 229.0, 1249.5],
                       "status": ["active", "retired", "retired"], "replaced_by": ["", "L-1", ""],
                       "retired_on": ["", "2025-04-01", ""]}},
        0,
        "EUR",
    ),
    Case(
        "a plain list of products",
        'title;description;price\r\nLoft ladder;Wood, 2.8 m;"249,00 €"\r\nLoft hatch;;auf Anfrage\r\n'.encode("cp1252"),
        {"catalogue": {"title": _EN[:2], "price": [249.0, None], "description": ["Wood, 2.8 m", ""]}},
        0,
        "EUR",
    ),
]  # fmt: skip
