from __future__ import annotations

import pytest

from policyglot.errors import NotAPolicyError
from policyglot.read import read_document
from policyglot.read.language import guess_language

SENTENCES = {
    "en": "We use the personal data that you give to us in order to send you what you have ordered.",
    "fr": "Nous utilisons vos données pour vous envoyer les produits que vous avez commandés sur notre site.",
    "de": "Wir verwenden Ihre Daten, um Ihnen die Waren zu senden, die Sie bei uns bestellt haben, nicht für Werbung.",
    "es": "Usamos sus datos para enviarle los productos que ha comprado en nuestra tienda, y no los vendemos.",
    "it": "Usiamo i dati che ci fornisce per inviare la merce che ha ordinato e non li vendiamo ad altri nel mondo.",
    "pt": "Usamos os seus dados para enviar os produtos que você comprou em nosso site e não os vendemos.",
    "nl": "Wij gebruiken uw gegevens om de producten die u bij ons heeft besteld te sturen en wij verkopen ze niet.",
    "sv": "Vi använder dina uppgifter för att skicka de varor som du har beställt och vi säljer dem inte till andra.",
    "da": "Vi bruger dine oplysninger til at sende de varer, som du har bestilt hos os, og vi sælger dem ikke.",
    "fi": "Me emme myy tietoja, ja me käytämme niitä kun ne ovat tilauksen vuoksi tarpeen, sekä jos laki on sellainen.",
    "pl": "Nie sprzedajemy danych osobowych, które są nam przekazane przez klientów, i nie do reklamy.",
    "cs": "Vaše osobní údaje jsou u nás v bezpečí a nejsou prodány, ale může se stát, že je pošleme na úřad.",
    "hu": "Az adatok kezelése során nem adjuk el az ön adatait, és ha ön kéri, azt is töröljük, hogy mit rendelt meg.",
    "ro": "Nu vindem datele dumneavoastră și le folosim pentru a trimite produsele care au fost comandate din magazin.",
    "tr": "Kişisel veriler ve adres bilgileri bir sipariş için kullanılır ve daha sonra silinir, bu veri satılmaz.",
    "id": "Kami tidak menjual data pribadi anda dan kami akan mengirim barang yang anda pesan dari toko ini.",
    "vi": "Chúng tôi không bán thông tin cá nhân của bạn và chỉ dùng để gửi hàng cho bạn khi có đơn.",
    "ru": "Мы не продаём ваши данные и используем их для того, чтобы отправить вам то, что вы у нас заказали.",
    "uk": "Ми не продаємо ваші дані та використовуємо їх для того, щоб надіслати вам те, що ви в нас замовили.",
    "el": "Δεν πουλάμε τα δεδομένα σας και τα χρησιμοποιούμε μόνο για να σας στείλουμε αυτό που παραγγείλατε.",
    "ar": "نحن لا نبيع بياناتك ونستخدمها فقط لإرسال ما طلبته منا إلى عنوانك في أي مكان.",
    "fa": "ما اطلاعات شما را نمی‌فروشیم و فقط برای ارسال سفارش شما از آن‌ها استفاده می‌کنیم، چه پیش و چه پس از آن.",
    "he": "איננו מוכרים את הנתונים שלך ומשתמשים בהם רק כדי לשלוח לך את מה שהזמנת.",
    "zh": "我们不会出售您的个人信息，只会用它来寄送您订购的商品。",
    "ja": "お客様の個人情報は販売せず、ご注文の商品をお届けするためだけに使います。",
    "ko": "고객님의 개인정보를 판매하지 않으며 주문하신 상품을 보내 드리는 데에만 사용합니다.",
    "hi": "हम आपकी जानकारी नहीं बेचते हैं और केवल आपका सामान भेजने के लिए उसका उपयोग करते हैं।",
    "th": "เราไม่ขายข้อมูลของคุณและใช้เพื่อส่งสินค้าที่คุณสั่งเท่านั้น",
}


@pytest.mark.parametrize(("tag", "sentence"), SENTENCES.items())
def test_language_is_found(tag: str, sentence: str) -> None:
    assert guess_language(sentence).tag == tag


@pytest.mark.parametrize(("tag", "sentence"), [pair for pair in SENTENCES.items() if pair[0] != "en"])
def test_other_languages_are_refused_by_name(tag: str, sentence: str) -> None:
    with pytest.raises(NotAPolicyError, match=f"this is in {guess_language(sentence).name}; only English"):
        read_document(content=(sentence * 3).encode(), name="a.txt")


@pytest.mark.parametrize("text", ["", "404", "Acme Globex Initech", "12 34 56", "Data Processing Agreement"])
def test_too_little_says_nothing(text: str) -> None:
    assert guess_language(text).tag == "und"
