"""Under which livelihood field and which focus policy the office files a proposal of the sample city."""

from __future__ import annotations

from collections.abc import Mapping

LIVELIHOODS: Mapping[str, tuple[str, ...]] = {
    "employment": ("就业", "创业就业", "新就业群体", "职工权益", "劳动保障"),
    "education": ("教育", "托育", "青少年"),
    "health": ("医疗卫生",),
    "housing": ("住房", "物业管理"),
    "food_safety": ("食品安全",),
    "social_security": ("社会保障", "养老", "残疾人", "民生服务"),
    "environment": ("水环境", "污染防治", "生态保护", "资源节约"),
}
FOCUSES: Mapping[str, tuple[str, ...]] = {
    "strong_industry": ("产业发展", "营商环境", "科技创新", "数字经济", "国资国企"),
    "many_trades": ("商贸流通", "旅游发展", "旅游", "财税金融", "交通物流"),
    "town_and_country": ("乡村产业", "农业农村", "城镇建设", "基础设施", "交通出行"),
}


def filed_under(subcategory: str) -> dict[str, str]:
    """Return the codes of the focus policy and the livelihood field of a sub-category; most have one at most."""
    named = (("focus", FOCUSES), ("livelihood", LIVELIHOODS))
    return {
        name: code for name, codes in named for code, subcategories in codes.items() if subcategory in subcategories
    }
