"""Pages → what a newcomer builds from LangChain's tutorial on retrieval, with the same embedder. A rival, not our road.

Split by characters, embedded into Chroma, the four nearest pieces put into a prompt. The chat model says the prompt
again, so that no model's time is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.language_models.fake_chat_models import ParrotFakeChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnablePassthrough
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.embedder import Embedder
from assistant.pages import Page
from evals.baseline import OVERLAP, PIECE, page_text

NEAREST = 4
_PROMPT = "Answer the question from the context alone.\n\nContext:\n{context}\n\nQuestion: {question}"


def tutorial(pages: Sequence[Page], embedder: Embedder, folder: Path) -> Runnable[str, str]:
    """The pipeline: question → prompt with what was found.

    Args:
        pages: What it answers from.
        embedder: Its model encodes pieces and questions, as LangChain's interface does.
        folder: Where Chroma keeps its files.
    """
    whole = [Document(page_text(page), metadata={"page": page.slug}) for page in pages]
    pieces = RecursiveCharacterTextSplitter(chunk_size=PIECE, chunk_overlap=OVERLAP).split_documents(whole)
    retriever = Chroma.from_documents(pieces, embedder.model, persist_directory=str(folder)).as_retriever(
        search_kwargs={"k": NEAREST}
    )
    found: Any = {"context": retriever | _joined, "question": RunnablePassthrough()}
    chain: Runnable[str, str] = (
        found | ChatPromptTemplate.from_template(_PROMPT) | ParrotFakeChatModel() | StrOutputParser()
    )
    return chain


def _joined(found: Sequence[Document]) -> str:
    return "\n\n".join(piece.page_content for piece in found)
