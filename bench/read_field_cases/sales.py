"""CRMs, shops' orders, invoices and payments."""

from bench.read_field_cases import Case

_STAGES = ["won", "lost", "opportunity"]


def _deals(**more: list) -> dict:
    return {"sales": {"stage": _STAGES, "amount": [950.0, 120.5, 1300.0], **more}}


_GBP = {"currency": ["GBP"] * 3}
_EUR = {"currency": ["EUR"] * 3}

CASES = [
    Case(
        "HubSpot deals, own stages",
        "Record ID,Deal Name,Pipeline,Deal Stage,Close Date,Create Date,Amount,Currency,Original Traffic Source,"
        "Associated Contact IDs\n"
        "1,a,Sales,Treatment accepted,2026-09-20 17:05,2026-08-14 09:41,950,GBP,Paid Search,501\n"
        "2,b,Sales,Did not proceed,,2026-08-15 09:41,120.50,GBP,Organic Search,502\n3,c,Sales,Quote sent,,"
        "2026-08-16 09:41,1300,GBP,,503\n",
        _deals(**_GBP, customer_id=["501", "502", "503"], created_at=["2026-08-14", "2026-08-15", "2026-08-16"]),
        0,
        "GBP",
    ),
    Case(
        "HubSpot deals, American dates",
        "Deal Name,Deal Stage,Create Date,Close Date,Amount,Currency\na,Closed Won,03/04/2026,04/05/2026,950,USD\n"
        "b,Closed Lost,03/25/2026,04/11/2026,120.50,USD\nc,Contract Sent,04/02/2026,,1300,USD\n",
        _deals(created_at=["2026-03-04", "2026-03-25", "2026-04-02"], closed_at=["2026-04-05", "2026-04-11", ""]),
        0,
        "USD",
    ),
    Case(
        "HubSpot deals, German",
        "Datensatz-ID,Dealname,Pipeline,Deal-Phase,Abschlussdatum,Erstellungsdatum,Betrag,Währung\n"
        '1,a,Vertrieb,Auftrag erteilt,2026-09-20,2026-08-14,"950,00",EUR\n2,b,Vertrieb,Verloren,,2026-08-15,'
        '"120,50",EUR\n'
        '3,c,Vertrieb,Angebot versandt,,2026-08-16,"1.300,00",EUR\n',
        _deals(**_EUR, sale_id=["1", "2", "3"], closed_at=["2026-09-20", "", ""]),
        0,
        "EUR",
    ),
    Case(
        "HubSpot deals, French",
        "ID d'enregistrement,Nom de la transaction,Phase de la transaction,Date de fermeture,Date de création,"
        "Montant,Devise\n"
        '1,a,Devis signé,2026-09-20,2026-08-14,"950,00",EUR\n2,b,Perdu,,2026-08-15,"120,50",EUR\n3,c,Devis '
        'envoyé,,2026-08-16,"1300,00",EUR\n',
        _deals(**_EUR, created_at=["2026-08-14", "2026-08-15", "2026-08-16"]),
        0,
        "EUR",
    ),
    Case(
        "HubSpot deals, Spanish",
        "ID de registro,Nombre del negocio,Etapa del negocio,Fecha de cierre,Fecha de creación,Importe,Moneda\n"
        '1,a,Cierre ganado,2026-09-20,2026-08-14,"950,00",EUR\n2,b,Cierre perdido,,2026-08-15,"120,50",EUR\n'
        '3,c,Presupuesto enviado,,2026-08-16,"1300,00",EUR\n',
        _deals(**_EUR),
        0,
        "EUR",
    ),
    Case(
        "HubSpot deals, Japanese",
        "レコードID,取引名,取引ステージ,クローズ日,作成日,金額,通貨\n1,a,受注,2026-09-20,2026-08-14,950,JPY\n2,"
        "b,失注,,2026-08-15,120.5,JPY\n"
        "3,c,見積提出,,2026-08-16,1300,JPY\n",
        _deals(created_at=["2026-08-14", "2026-08-15", "2026-08-16"]),
        0,
        "JPY",
    ),
    Case(
        "Pipedrive",
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Stage,Deal - Status,Deal - Deal created,"
        "Deal - Won time,"
        "Deal - Lost time,Person - ID\n1,a,950,GBP,Negotiation,Won,2026-08-14 09:41:00,2026-09-20 17:05:00,,501\n"
        "2,b,120.50,GBP,Meeting booked,Lost,2026-08-15 09:41:00,,2026-09-21 10:00:00,502\n"
        "3,c,1300,GBP,Proposal made,Open,2026-08-16 09:41:00,,,503\n",
        _deals(**_GBP, furthest=["", "appointment", ""], customer_id=["501", "502", "503"]),
        0,
        "GBP",
    ),
    Case(
        "Pipedrive, German",
        "Deal - ID,Deal - Titel,Deal - Wert,Deal - Währung,Deal - Phase,Deal - Status,Deal - Deal erstellt,Deal "
        "- Gewonnen am\n"
        '1,a,"950,00",EUR,Verhandlung,Gewonnen,14.08.2026,20.09.2026\n2,b,"120,50",EUR,Termin,Verloren,15.08.2026,\n'
        '3,c,"1.300,00",EUR,Angebot,Offen,16.08.2026,\n',
        _deals(**_EUR, created_at=["2026-08-14", "2026-08-15", "2026-08-16"], closed_at=["2026-09-20", "", ""]),
        0,
        "EUR",
    ),
    Case(
        "Pipedrive, French",
        "Affaire - ID,Affaire - Titre,Affaire - Valeur,Affaire - Devise,Affaire - Étape,Affaire - Statut,"
        "Affaire - Affaire créée\n"
        '1,a,"950,00",EUR,Négociation,Gagné,14/08/2026\n2,b,"120,50",EUR,Rendez-vous,Perdu,15/08/2026\n3,c,'
        '"1300,00",EUR,Devis,Ouvert,16/08/2026\n',
        _deals(**_EUR),
        0,
        "EUR",
    ),
    Case(
        "Salesforce report",
        '"Account Name","Opportunity Name","Stage","Amount Currency","Amount","Probability (%)","Close Date",'
        '"Created Date","Lead Source"\n'
        '"Ann","a","Signed","GBP","950.00","100","20/09/2026","14/08/2026","Google Ads"\n'
        '"Bob","b","Closed Lost","GBP","120.50","0","21/09/2026","15/08/2026","Web"\n'
        '"Cy","c","Value Proposition","GBP","1300.00","50","22/09/2026","16/08/2026","Web"\n'
        '"Grand Totals (3 records)"\n\n"Copyright (c) 2000-2026 salesforce"\n',
        _deals(**_GBP, customer_id=["Ann", "Bob", "Cy"], created_at=["2026-08-14", "2026-08-15", "2026-08-16"]),
        2,
        "GBP",
    ),
    Case(
        "GoHighLevel",
        "Opportunity Name,Contact Name,phone,email,pipeline,stage,Lead Value,source,assigned,Created on,Updated "
        "on,status,"
        "Opportunity ID,Contact ID,Pipeline Stage ID,Pipeline ID\n"
        "a,Ann,+447700900001,a@example.com,Sales,Deposit paid,950,google ads,Sam,2026-08-14T10:00:00.000Z,"
        "2026-09-20T10:00:00.000Z,won,o1,c1,s,p\n"
        "b,Bob,+447700900002,b@example.com,Sales,Quote sent,120.5,facebook,Sam,2026-08-15T10:00:00.000Z,"
        "2026-09-21T10:00:00.000Z,lost,o2,c2,s,p\n"
        "c,Cy,+447700900003,c@example.com,Sales,Quote sent,1300,,Sam,2026-08-16T10:00:00.000Z,"
        "2026-08-16T10:00:00.000Z,open,o3,c3,s,p\n",
        _deals(sale_id=["o1", "o2", "o3"], channel=["paid", "social", ""], closed_at=["2026-09-20", "2026-09-21",
        ""]),
    ),
    Case(
        "Dynamics 365",
        "(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Topic,Potential "
        "Customer,Status,"
        "Est. Revenue,Actual Revenue,Est. Close Date,Actual Close Date,Created On,Pipeline Phase\n"
        "a1,x,2026-09-20,a,Ann,Won,900,950,2026-09-01,2026-09-20,2026-08-14,4-Close\n"
        "a2,x,2026-09-21,b,Bob,Lost,120.50,0,2026-09-01,2026-09-21,2026-08-15,1-Qualify\n"
        "a3,x,2026-08-16,c,Cy,Open,1300,,2026-10-01,,2026-08-16,3-Propose\n",
        _deals(sale_id=["a1", "a2", "a3"], closed_at=["2026-09-20", "2026-09-21", ""]),
    ),
    Case(
        "Close",
        "id,lead_id,lead_name,contact_id,status_label,status_type,value,value_period,value_currency,"
        "value_formatted,date_created,"
        "date_won,date_lost\no1,l1,Ann,c1,Signed,won,95000,one_time,GBP,£950,2026-08-14,2026-09-20,\n"
        "o2,l2,Bob,c2,Lost,lost,12050,one_time,GBP,£120.50,2026-08-15,,2026-09-21\n"
        'o3,l3,Cy,c3,Proposal,active,130000,one_time,GBP,"£1,300",2026-08-16,,\n',
        _deals(**_GBP, customer_id=["c1", "c2", "c3"], closed_at=["2026-09-20", "2026-09-21", ""]),
        0,
        "GBP",
    ),
    Case(
        "Zoho deals",
        "Record Id,Deal Owner,Deal Name,Amount,Stage,Closing Date,Account Name,Contact Name,Lead Source,Created "
        "Time\n"
        "zcrm_1,Sam,a,950,Closed Won,2026-09-20,Acme,Ann,Google AdWords,2026-08-14 10:00:00\n"
        "zcrm_2,Sam,b,120.50,Closed Lost,2026-09-21,Acme,Bob,,2026-08-15 10:00:00\nzcrm_3,Sam,c,1300,"
        "Negotiation/Review,2026-10-01,Acme,Cy,,2026-08-16 10:00:00\n",
        _deals(sale_id=["zcrm_1", "zcrm_2", "zcrm_3"], channel=["paid", "", ""]),
    ),
    Case(
        "Zoho leads",
        "Record Id,Lead Owner,Company,First Name,Last Name,Email,Lead Source,Lead Status,Created Time\n"
        "zcrm_4,Sam,Acme,Ann,B,a@example.com,Web,Attempted to Contact,2026-08-14 10:00:00\n"
        "zcrm_5,Sam,Acme,Bob,C,b@example.com,Web,Junk Lead,2026-08-15 10:00:00\n",
        {"sales": {"stage": ["lead", "lost"], "customer_id": ["zcrm_4", "zcrm_5"]}},
    ),
    Case(
        "Stripe payments",
        "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Description,Fee,Status,Customer ID,"
        "Customer Email\n"
        "ch_1,2026-08-14 10:30,1000.00,50.00,gbp,true,Ladder,14.20,Paid,cus_1,a@example.com\n"
        "ch_2,2026-08-15 10:30,120.50,0.00,gbp,false,Hatch,0.00,Failed,cus_2,b@example.com\n",
        {"sales": {"stage": ["won", "lost"], "amount": [950.0, 120.5], "customer_id": ["cus_1", "cus_2"],
                   "currency": ["GBP"] * 2, "product": ["Ladder", "Hatch"]}},
        0,
        "GBP",
    ),
    Case(
        "Stripe API",
        '{"object": "list", "data": [{"id": "ch_1", "object": "charge", "amount": 100000, "amount_refunded": '
        '5000, "currency": "gbp", '
        '"created": 1786703400, "status": "succeeded", "customer": "cus_1", "billing_details": {"email": '
        '"a@example.com"}}, '
        '{"id": "ch_2", "object": "charge", "amount": 12050, "amount_refunded": 0, "currency": "gbp", '
        '"created": 1786789800, '
        '"status": "failed", "customer": "cus_2", "billing_details": {"email": null}}], "has_more": false}',
        {"sales": {"stage": ["won", "lost"], "amount": [950.0, 120.5], "customer_id": ["cus_1", "cus_2"],
                   "created_at": ["2026-08-14", "2026-08-15"]}},
        0,
        "GBP",
    ),
    Case(
        "Xero invoices",
        "ContactName,EmailAddress,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,"
        "InvoiceAmountDue,"
        "Description,Quantity,UnitAmount,LineAmount,Currency,Type,Status\n"
        "Ann,a@example.com,INV-1,,14/08/2026,28/08/2026,950.00,158.33,950.00,0.00,Ladder,1,900.00,900.00,GBP,"
        "Sales invoice,Paid\n"
        "Ann,a@example.com,INV-1,,14/08/2026,28/08/2026,950.00,158.33,950.00,0.00,Fitting,1,50.00,50.00,GBP,"
        "Sales invoice,Paid\n"
        "Bob,b@example.com,INV-2,,15/08/2026,29/08/2026,120.50,20.08,0.00,120.50,Hatch,1,120.50,120.50,GBP,"
        "Sales invoice,Voided\n"
        "Cy,c@example.com,INV-3,,16/08/2026,30/08/2026,1300.00,216.67,0.00,1300.00,Stairs,1,1300.00,1300.00,GBP,"
        "Sales invoice,Draft\n"
        "Timber Ltd,,B-9,,16/08/2026,30/08/2026,70.00,11.67,70.00,0.00,Wood,1,70.00,70.00,GBP,Bill,Paid\n",
        _deals(**_GBP, product=["Ladder; Fitting", "Hatch", "Stairs"], sale_id=["INV-1", "INV-2", "INV-3"],
               created_at=["2026-08-14", "2026-08-15", "2026-08-16"]),
        1,
        "GBP",
    ),
    Case(
        "QuickBooks transactions",
        "Acme Ltd\nTransaction List by Date\nAugust 2026\n\nDate,Transaction Type,Num,Posting,Name,"
        "Memo/Description,Account,Split,Amount\n"
        '14/08/2026,Invoice,1001,Yes,Ann,Ladder,Debtors,Sales,"1,000.00"\n15/08/2026,Payment,,Yes,Ann,,Bank,'
        'Debtors,"1,000.00"\n'
        "15/08/2026,Credit Memo,C-1,Yes,Ann,Scratched,Debtors,Sales,50.00\n16/08/2026,Estimate,E-7,No,Cy,Stairs,"
        "Debtors,Sales,1300.00\n"
        '17/08/2026,Expense,,Yes,Timber Ltd,Wood,Bank,Cost,-70.00\nTOTAL,,,,,,,,"2,180.00"\n',
        {"sales": {"stage": ["won", "won", "opportunity"], "amount": [1000.0, -50.0, 1300.0],
                   "customer_id": ["Ann", "Ann", "Cy"], "created_at": ["2026-08-14", "2026-08-15", "2026-08-16"]}},
        3,
    ),
    Case(
        "WooCommerce orders",
        "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Email (Billing),Phone "
        "(Billing),Payment Method Title,"
        "Order Subtotal Amount,Order Shipping Amount,Order Refund Amount,Order Total Amount,SKU,Item #,Item "
        "Name,Item Cost\n"
        "1,Completed,2026-08-14 10:00,,Ann,a@example.com,,Card,950,50,50,1000,L1,1,Ladder,900\n"
        "1,Completed,2026-08-14 10:00,,Ann,a@example.com,,Card,950,50,50,1000,F1,2,Fitting,50\n"
        "2,Refunded,2026-08-15 10:00,,Bob,b@example.com,,Card,120.5,0,120.5,120.5,H1,1,Hatch,120.5\n"
        "3,On hold,2026-08-16 10:00,,Cy,c@example.com,,Bank,1300,0,0,1300,S1,1,Stairs,1300\n",
        _deals(product=["Ladder; Fitting", "Hatch", "Stairs"], sale_id=["1", "2", "3"]),
    ),
    Case(
        "WooCommerce analytics",
        'Date,Order #,Status,Customer,Customer type,Product(s),Items sold,Coupon(s),N. Revenue,Attribution\n'
        '2026-08-14 10:00:00,1,completed,Ann B,new,1× Ladder,1,,950.00,Organic: Google\n'
        "2026-08-15 10:00:00,2,cancelled,Bob C,new,1× Hatch,1,,120.50,Direct\n"
        "2026-08-16 10:00:00,3,pending,Cy D,new,1× Stairs,1,,1300.00,Direct\n",
        _deals(channel=["organic", "direct", "direct"]),
    ),
    Case(
        "Shopify orders",
        "Name,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem quantity,Lineitem name,Refunded "
        "Amount,Cancelled at\n"
        "#1,a@example.com,paid,2026-08-14 11:00:00 +0100,GBP,950.00,2026-08-14 10:30:59 +0100,1,Ladder,0.00,\n"
        "#1,a@example.com,,,,,2026-08-14 10:30:59 +0100,1,Fitting,,\n"
        "#2,b@example.com,refunded,2026-08-15 11:00:00 +0100,GBP,120.50,2026-08-15 10:30:59 +0100,1,Hatch,120.50,\n"
        "#3,c@example.com,pending,,GBP,1300.00,2026-08-16 10:30:59 +0100,1,Stairs,0.00,\n",
        _deals(**_GBP, product=["Ladder; Fitting", "Hatch", "Stairs"]),
        0,
        "GBP",
    ),
    Case(
        "Google Ads offline conversions",
        "Parameters:TimeZone=Europe/London\nGoogle Click ID,Conversion Name,Conversion Time,Conversion Value,"
        "Conversion Currency\n"
        "Cj0a,Deal won,2026-08-20 17:05:11,950.00,GBP\nCj0b,Qualified lead,2026-08-21 10:00:00,120.50,GBP\n",
        {"sales": {"click_id": ["Cj0a", "Cj0b"], "stage": ["won", "opportunity"], "amount": [950.0, 120.5]}},
        0,
        "GBP",
    ),
    Case(
        "HubSpot API",
        '{"results": [{"id": "1", "properties": {"hs_object_id": "1", "dealname": "a", "dealstage": "closedwon",'
        ' "amount": "950", '
        '"createdate": "2026-08-14T09:00:00Z", "closedate": "2026-09-20T09:00:00Z"}, "archived": false}, {"id": '
        '"2", "properties": '
        '{"hs_object_id": "2", "dealname": "b", "dealstage": "closedlost", "amount": "120.5", "createdate": '
        '"2026-08-15T09:00:00Z", '
        '"closedate": null}}, {"id": "3", "properties": {"hs_object_id": "3", "dealname": "c", "dealstage": '
        '"contractsent", "amount": '
        '"1300", "createdate": "2026-08-16T09:00:00Z", "closedate": null}}]}',
        _deals(sale_id=["1", "2", "3"], created_at=["2026-08-14", "2026-08-15", "2026-08-16"]),
    ),
    Case(
        "Fivetran's table of HubSpot deals",
        "deal_id,property_dealname,property_dealstage,property_amount,property_createdate,property_closedate,"
        "_fivetran_synced\n"
        "1,a,closedwon,950,2026-08-14,2026-09-20,x\n2,b,closedlost,120.5,2026-08-15,,x\n3,c,contractsent,1300,"
        "2026-08-16,,x\n",
        _deals(sale_id=["1", "2", "3"], closed_at=["2026-09-20", "", ""]),
    ),
    Case(
        "Fivetran's table of Salesforce opportunities",
        "id,account_id,name,stage_name,amount,close_date,created_date,is_won,is_closed,lead_source,_fivetran_synced\n"
        "o1,a1,a,Signed,950,2026-09-20,2026-08-14,true,true,Google Ads,x\no2,a2,b,Closed Lost,120.5,2026-09-21,"
        "2026-08-15,false,true,,x\n"
        "o3,a3,c,Value Proposition,1300,2026-09-22,2026-08-16,false,false,,x\n",
        _deals(sale_id=["o1", "o2", "o3"], customer_id=["a1", "a2", "a3"], channel=["paid", "", ""]),
    ),
    Case(
        "Salesforce API",
        '{"totalSize": 3, "done": true, "records": [{"attributes": {"type": "Opportunity"}, "Id": "o1", '
        '"AccountId": "a1", "StageName": '
        '"Signed", "Amount": 950.0, "CloseDate": "2026-09-20", "CreatedDate": "2026-08-14T09:00:00.000+0000", '
        '"IsWon": true}, '
        '{"attributes": {"type": "Opportunity"}, "Id": "o2", "AccountId": "a2", "StageName": "Closed Lost", '
        '"Amount": 120.5, "CloseDate": '
        '"2026-09-21", "CreatedDate": "2026-08-15T09:00:00.000+0000", "IsWon": false}, {"attributes": {"type": '
        '"Opportunity"}, "Id": "o3", '
        '"AccountId": "a3", "StageName": "Proposal", "Amount": 1300.0, "CloseDate": "2026-09-22", "CreatedDate": '
        '"2026-08-16T09:00:00.000+0000", "IsWon": false}]}',
        _deals(sale_id=["o1", "o2", "o3"], created_at=["2026-08-14", "2026-08-15", "2026-08-16"]),
    ),
    Case(
        "Pipedrive API",
        '{"success": true, "data": [{"id": 1, "title": "a", "value": 950, "currency": "GBP", "status": "won", '
        '"stage_id": 3, "pipeline_id": 1, '
        '"person_id": 501, "add_time": "2026-08-14T09:41:00Z", "won_time": "2026-09-20T17:05:00Z", "lost_time": '
        'null}, {"id": 2, "title": '
        '"b", "value": 120.5, "currency": "GBP", "status": "lost", "stage_id": 2, "pipeline_id": 1, '
        '"person_id": 502, "add_time": '
        '"2026-08-15T09:41:00Z", "won_time": null, "lost_time": "2026-09-21T10:00:00Z"}, {"id": 3, "title": "c",'
        ' "value": 1300, "currency": '
        '"GBP", "status": "open", "stage_id": 4, "pipeline_id": 1, "person_id": 503, "add_time": '
        '"2026-08-16T09:41:00Z", "won_time": null, '
        '"lost_time": null}]}',
        _deals(**_GBP, sale_id=["1", "2", "3"], closed_at=["2026-09-20", "2026-09-21", ""]),
        0,
        "GBP",
    ),
    Case(
        "Fivetran's table of Stripe charges",
        "id,amount,amount_refunded,currency,created,status,customer_id,description,paid,_fivetran_synced\n"
        "ch_1,100000,5000,gbp,2026-08-14 10:30:00,succeeded,cus_1,Ladder,true,x\nch_2,12050,0,gbp,2026-08-15 "
        "10:30:00,failed,cus_2,Hatch,false,x\n",
        {"sales": {"stage": ["won", "lost"], "amount": [950.0, 120.5], "customer_id": ["cus_1", "cus_2"]}},
        0,
        "GBP",
    ),
    Case(
        "Fivetran's table of Shopify orders",
        "id,name,email,total_price,currency,financial_status,created_at,cancelled_at,landing_site_base_url,"
        "_fivetran_synced\n"
        "11,#1,a@example.com,950.00,GBP,paid,2026-08-14 10:30:00,,/l?gclid=Cj0,x\n12,#2,b@example.com,120.50,"
        "GBP,refunded,2026-08-15 10:30:00,,,x\n"
        "13,#3,c@example.com,1300.00,GBP,pending,2026-08-16 10:30:00,,,x\n",
        _deals(**_GBP, sale_id=["#1", "#2", "#3"], click_id=["Cj0", "", ""]),
        0,
        "GBP",
    ),
    Case(
        "Zoho invoices",
        "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer Name,Due Date,Currency Code,Item Name,"
        "Quantity,Item Price,Total,Balance\n"
        "2026-08-14,91,INV-1,Closed,Ann,2026-08-28,GBP,Ladder,1,900.00,950.00,0.00\n2026-08-14,91,INV-1,Closed,"
        "Ann,2026-08-28,GBP,Fitting,1,50.00,950.00,0.00\n"
        "2026-08-15,92,INV-2,Void,Bob,2026-08-29,GBP,Hatch,1,120.50,120.50,120.50\n2026-08-16,93,INV-3,Draft,Cy,"
        "2026-08-30,GBP,Stairs,1,1300.00,1300.00,1300.00\n",
        _deals(**_GBP, product=["Ladder; Fitting", "Hatch", "Stairs"], sale_id=["INV-1", "INV-2", "INV-3"]),
        0,
        "GBP",
    ),
]  # fmt: skip
